package org.stepless.schedules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "constant|0|1",
        "constant|99|1",
        "linear|0|1",
        "linear|25|0.75",
        "linear|99|0.01",
        "cosine|0|1",
        "cosine|50|0.5",
        "cosine|75|0.14644660940672624",
        "polynomial|50|0.25",
        "polynomial(power=0.5)|75|0.5",
        "inverse|0|1",
        "inverse|9|0.1",
        "invsqrt|0|1",
        "invsqrt|15|0.25",
        "step|59|1",
        "step|60|0.1",
        "step|79|0.1",
        "step|80|0.01",
        "step|95|0.001",
        "step(factor=2, first=0.1, second=1, third=1)|99|0.5",
        "linear(warmup=0.1)|0|0.1",
        "linear(warmup=0.1)|9|0.91",
        "linear(warmup=0.1)|10|0.9",
        "linear(warmup=4)|1|0.495",
        "constant(warmup=4)|4|1",
        "inverse(warmup=10)|0|0.1",
        "inverse(warmup=10)|10|1",
        "inverse(warmup=10)|11|0.5",
      })
  void closedForms(String text, long step, double expected) {
    assertEquals(expected, Schedules.parse(text).multiplier(step, 100), 1e-15);
  }

  @Test
  void everyScheduleStaysInRangeAndStartsAboveZero() {
    for (String name : Schedules.CATALOG.names()) {
      for (String arguments : new String[] {"", "(warmup=0.2)", "(warmup=7)", "(warmup=1000)"}) {
        Schedule schedule = Schedules.parse(name + arguments);
        for (long total : new long[] {1, 2, 3, 10, 101}) {
          assertTrue(schedule.multiplier(0, total) > 0, name + arguments);
          for (long k = 0; k < total; k++) {
            double m = schedule.multiplier(k, total);
            assertTrue(m >= 0 && m <= 1, name + arguments + " " + k + " of " + total + ": " + m);
          }
        }
        assertThrows(IllegalArgumentException.class, () -> schedule.multiplier(10, 10));
        assertThrows(IllegalArgumentException.class, () -> schedule.multiplier(-1, 10));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "constant",
        "linear",
        "linear(warmup=0.05)",
        "cosine",
        "polynomial(power=3, warmup=10)",
        "inverse",
        "invsqrt",
        "step(factor=2, third=1)"
      })
  void textRoundTrips(String text) throws Exception {
    Schedule schedule = Schedules.parse(text);
    assertEquals(text, Schedules.print(schedule));
    assertEquals(schedule, Schedules.parse(Schedules.print(schedule)));
    assertEquals(schedule, serialised(schedule));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linaer|unknown schedule 'linaer'; known: constant, linear",
        "linaer|file:PATH",
        "linear(power=2)|linear has no parameter 'power'; it has warmup",
        "linear(warmup=NaN)|warmup must be at least 0 and finite, was NaN",
        "linear(warmup=1.5)|a whole number of steps, was 1.5",
        "polynomial(power=0)|power must be positive",
        "step(first=2)|first must be in [0, 1], was 2",
        "file:/no/such.csv|schedule file '/no/such.csv' does not exist",
      })
  void errorsSayWhatIsAllowed(String text, String message) {
    assertMessage(message, text);
  }

  @Test
  void fileIsReadOnceStretchedAndRoundTrips() throws Exception {
    Path file = folder.resolve("a, b(c).csv");
    Files.writeString(file, "1.0\n0.5\n 0 \n2e-1\n\n");
    Schedule schedule = Schedules.parse(" file:" + file + " ");
    assertEquals(schedule, Schedules.parse(Schedules.print(schedule)));
    assertEquals(schedule.hashCode(), serialised(schedule).hashCode());
    assertEquals("file:" + file, schedule.toString());
    Files.delete(file);
    assertEquals(schedule, serialised(schedule));
    double[] expected = {1, 0.5, 0, 0.2};
    for (int k = 0; k < 4; k++) {
      assertEquals(expected[k], schedule.multiplier(k, 4));
      assertEquals(expected[k], schedule.multiplier(3 * k, 12));
      assertEquals(expected[k], schedule.multiplier(3 * k + 2, 12));
    }
    assertEquals(1, schedule.multiplier(0, 2));
    assertEquals(0, schedule.multiplier(1, 2));
    assertEquals(0.2, schedule.multiplier(999_999_999_999L, 1_000_000_000_000L));
    assertThrows(IllegalArgumentException.class, () -> schedule.multiplier(4, 4));
  }

  @Test
  void badFilesAreRefusedByLine() throws Exception {
    assertBadFile("1\nabc\n", "line 2 is 'abc'; every line must be one finite number");
    assertBadFile("1\n\n0.5\n", "line 2 is ''");
    assertBadFile("NaN\n", "line 1 is 'NaN'");
    assertBadFile("1\n-0.5\n", "line 2 is '-0.5'");
    assertBadFile("1\n1e999\n", "line 2 is '1e999'");
    assertBadFile("\n\n", "is empty");
    assertBadFile("0\n0\n", "all multipliers");
    Path binary = folder.resolve("binary");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0x80});
    assertMessage("is no text file", "file:" + binary);
    assertMessage("cannot be read", "file:" + folder);
  }

  private void assertBadFile(String content, String message) throws Exception {
    Path file = folder.resolve("bad.csv");
    Files.writeString(file, content);
    assertMessage(message, "file:" + file);
    assertMessage(file.toString(), "file:" + file);
  }

  private static void assertMessage(String part, String text) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Schedules.parse(text));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  private static Object serialised(Object value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }
}
