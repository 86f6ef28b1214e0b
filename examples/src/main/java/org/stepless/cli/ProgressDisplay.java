package org.stepless.cli;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.stepless.spark.fit.TrainingListener;
import org.stepless.training.EpochReport;
import org.stepless.training.FinishReport;

/** Shows how training goes: a bar on a terminal, elsewhere at most some 30 lines. */
abstract class ProgressDisplay implements TrainingListener, AutoCloseable {
  private static final int LINES = 30;
  private static final int BAR_WIDTH = 100;

  /** The display that suits standard error. */
  static ProgressDisplay on(PrintWriter err) {
    String terminal = System.getProperty("stepless.terminal");
    boolean isTerminal = terminal != null ? terminal.equals("true") : System.console() != null;
    return isTerminal ? new Bar() : new Lines(err);
  }

  @Override
  public void close() {}

  static String summary(EpochReport report) {
    return String.format(Locale.ROOT, "loss %.6f  step %.3g", report.loss(), report.stepSize());
  }

  static String summary(FinishReport report) {
    return String.format(
        Locale.ROOT,
        "objective %.6f  gradient norm %.1e of its start",
        report.objective(),
        report.gradientNorm());
  }

  private static final class Bar extends ProgressDisplay {
    private final ProgressBar bar;

    Bar() {
      bar =
          new ProgressBarBuilder()
              .setTaskName("training")
              .setUnit(" epochs", 1)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(100)
              .setConsumer(new ConsoleProgressBarConsumer(System.err, BAR_WIDTH))
              .build();
    }

    @Override
    public void onEpoch(EpochReport report) {
      bar.maxHint(report.epochs());
      bar.stepTo(report.epoch());
      bar.setExtraMessage(summary(report));
    }

    @Override
    public void onFinish(FinishReport report) {
      bar.setExtraMessage(report.method() + " step " + report.step() + "  " + summary(report));
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  private static final class Lines extends ProgressDisplay {
    private final PrintWriter err;

    Lines(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void onEpoch(EpochReport report) {
      int interval = (report.epochs() + LINES - 1) / LINES;
      if (report.epoch() % interval == 0 || report.epoch() == report.epochs()) {
        err.printf("epoch %d/%d  %s%n", report.epoch(), report.epochs(), summary(report));
      }
    }

    @Override
    public void onFinish(FinishReport report) {
      if (report.step() < LINES / 2 || report.step() % LINES == 0) {
        err.printf("%s step %d  %s%n", report.method(), report.step(), summary(report));
      }
    }
  }
}
