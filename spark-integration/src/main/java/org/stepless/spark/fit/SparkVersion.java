package org.stepless.spark.fit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which versions of Spark the classes of this library link with. */
final class SparkVersion {
  private static final String WORKING = "Spark 3.5 and 4.0 to 4.2, with Scala 2.12 or 2.13";
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)(\\D.*)?");

  private SparkVersion() {}

  /**
   * Refuses a Spark that is known to be too old, or of another major version. Newer 4.x may work.
   *
   * @throws UnsupportedOperationException naming it and those that work
   */
  static void check(String version) {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.matches()) {
      return; // a distribution's own name; what is missing is found when it is called
    }
    int major = Integer.parseInt(numbers.group(1)), minor = Integer.parseInt(numbers.group(2));
    if (!(major == 4 || major == 3 && minor >= 5)) {
      throw new UnsupportedOperationException(sentence(version));
    }
  }

  /** What a user must know where this Spark has not what the library was compiled with. */
  static UnsupportedOperationException unlinked(String version, LinkageError missing) {
    return new UnsupportedOperationException(
        sentence(version) + " (missing: " + missing.getMessage() + ")", missing);
  }

  private static String sentence(String version) {
    return "this is Spark %s; Stepless works with %s".formatted(version, WORKING);
  }
}
