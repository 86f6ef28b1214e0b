package org.stepless.spark;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Checks what errors say. */
final class Messages {
  private Messages() {}

  /** Requires an error whose message holds a part, and no stage failure around it. */
  static void assertMessage(String part, Executable call) {
    RuntimeException e = assertThrows(RuntimeException.class, call);
    assertTrue(e.getMessage().contains(part), () -> "'" + part + "' not in: " + e.getMessage());
    assertFalse(e.getMessage().contains("stage failure"), e::getMessage);
  }
}
