package org.stepless.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private enum Size implements Choice {
    TINY,
    MIDDLE
  }

  @Test
  void namesAreInLowerCaseAndReadInAny() {
    assertEquals("tiny", Size.TINY.text());
    assertArrayEquals(new String[] {"tiny", "middle"}, Choice.names(Size.class));
    for (String text : new String[] {"middle", "MIDDLE", "Middle"}) {
      assertEquals(Size.MIDDLE, Choice.parse(Size.class, "size", text));
    }
  }

  /** In Turkish the small letter of I has no dot, and the large one of i has. */
  @Test
  void namesDoNotDependOnTheLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertEquals("tiny", Size.TINY.text());
      assertEquals(Size.TINY, Choice.parse(Size.class, "size", "tiny"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void othersAreRefusedWithWhatThereIs() {
    for (String text : new String[] {"huge", "", null}) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class, () -> Choice.parse(Size.class, "size", text));
      String shown = text == null ? "null" : "'" + text + "'";
      assertEquals("size must be one of tiny, middle, was " + shown, e.getMessage());
    }
    assertEquals(1, Choice.index("order", "B-A", "a-b", "b-a"));
  }
}
