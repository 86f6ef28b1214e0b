package org.stepless.trajectories;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepless.cli.replay.Replay;
import org.stepless.cli.replay.ReplayMode;
import org.stepless.cli.replay.ReplayResult;
import org.stepless.schedules.Schedule;
import org.stepless.schedules.Schedules;

/** Every recorded trajectory, in every mode: what decides whether a rule is right. */
class TrajectoryTest {
  static Stream<Arguments> filesAndModes() {
    return Golden.files().stream()
        .flatMap(
            file ->
                Stream.of(ReplayMode.values())
                    .map(mode -> Arguments.of(Golden.folder().relativize(file).toString(), mode)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("filesAndModes")
  void isReproduced(String file, ReplayMode mode) {
    ReplayResult result = Replay.run(Golden.file(file), mode);
    assertTrue(result.matches(), result::toString);
  }

  @Test
  void allFilesAreThere() {
    assertEquals(48, Golden.files().size());
  }

  /** The multipliers of the files follow our own schedules. */
  @Test
  void recordedMultipliersAreThoseOfTheSchedules() throws Exception {
    for (Path file : Golden.files()) {
      JsonNode trajectory = new ObjectMapper().readTree(file.toFile());
      if (!trajectory.has("steps")) {
        continue;
      }
      Schedule schedule =
          Schedules.parse(
              switch (trajectory.get("schedule").textValue()) {
                case "flat" -> "constant";
                case "warmup" -> "linear(warmup=10)";
                default -> trajectory.get("schedule").textValue();
              });
      JsonNode steps = trajectory.get("steps");
      for (int k = 0; k < steps.size(); k++) {
        double recorded = steps.get(k).get("multiplier").doubleValue();
        assertEquals(recorded, schedule.multiplier(k, steps.size()), 1e-15, file.toString());
      }
    }
  }
}
