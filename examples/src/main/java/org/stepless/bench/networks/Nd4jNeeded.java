package org.stepless.bench.networks;

import org.stepless.cli.input.UserError;
import org.stepless.nd4j.Nd4jLibrary;

/** Commands that compute with ND4J end without it before they do any work. */
final class Nd4jNeeded {
  private Nd4jNeeded() {}

  /**
   * @throws UserError if ND4J is not there, saying what to add
   */
  static void check(String command) {
    try {
      Nd4jLibrary.require();
    } catch (IllegalStateException e) {
      throw new UserError(command + ": " + e.getMessage());
    }
  }
}
