package org.stepless.nd4j;

import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.stepless.methods.Methods;
import org.stepless.optimizer.UpdateRule;
import org.stepless.schedules.Schedule;
import org.stepless.schedules.Schedules;
import org.stepless.text.Check;

/**
 * Any rule of this library as an updater for ND4J's own training: {@code new
 * Nd4jRuleUpdater("prodigy")} in a SameDiff TrainingConfig or a DL4J configuration. Kept in ND4J's
 * JSON as its text.
 *
 * <p>ND4J calls an updater for one variable (DL4J: one block of layers) after another, with its
 * gradient alone. That suffices for elementwise rules that do not look at the weights, such as
 * {@code adam} or {@code madgrad}. Rules with sums over all variables, such as {@code prodigy},
 * with weight decay, or with a need for the loss take their step when all gradients are known: in
 * SameDiff add a {@link RuleListener}, then every rule works as on one long vector. Without it such
 * a rule is refused; {@link #perBlock} lets every variable or block take its own sums instead.
 */
public final class Nd4jRuleUpdater implements IUpdater {
  private static final long serialVersionUID = 1L;

  private final String rule;
  private final String schedule;
  private final long totalSteps;
  private final boolean perBlock;
  private transient UpdateRule parsedRule;
  private transient Schedule parsedSchedule;
  private transient RuleListener listener;

  /** A rule with steps of constant multiplier. */
  public Nd4jRuleUpdater(String rule) {
    this(rule, "constant", 0, false);
  }

  /** A rule with a schedule over a run of {@code totalSteps} iterations. */
  public Nd4jRuleUpdater(String rule, String schedule, long totalSteps) {
    this(rule, schedule, totalSteps, false);
  }

  @JsonCreator
  Nd4jRuleUpdater(
      @JsonProperty("rule") String rule,
      @JsonProperty("schedule") String schedule,
      @JsonProperty("totalSteps") long totalSteps,
      @JsonProperty("perBlock") boolean perBlock) {
    this.rule = Methods.print(Methods.parse(rule));
    this.schedule = Schedules.print(Schedules.parse(schedule));
    this.totalSteps = totalSteps;
    this.perBlock = perBlock;
    if (!this.schedule.equals("constant")) {
      Check.atLeast("totalSteps of schedule '" + schedule + "'", totalSteps, 1);
    }
  }

  /**
   * This updater with sums of their own, and so a step size of its own, for every variable of a
   * SameDiff graph, or every block of layers that DL4J updates together (usually the whole
   * network).
   */
  public Nd4jRuleUpdater perBlock() {
    return new Nd4jRuleUpdater(rule, schedule, totalSteps, true);
  }

  /** The rule. */
  public UpdateRule rule() {
    if (parsedRule == null) {
      parsedRule = Methods.parse(rule);
    }
    return parsedRule;
  }

  /** The schedule's multiplier of a step. */
  double multiplier(long step) {
    if (parsedSchedule == null) {
      parsedSchedule = Schedules.parse(schedule);
    }
    return parsedSchedule.multiplier(step, totalSteps == 0 ? Long.MAX_VALUE : totalSteps);
  }

  void setListener(RuleListener value) {
    listener = value;
  }

  /** Who takes the steps of all variables together; null: each takes its own. */
  RuleListener listener() {
    return listener;
  }

  /**
   * @throws IllegalStateException if a variable's gradient does not suffice for a step
   */
  void requireGradientSuffices() {
    String lack =
        rule().needsLoss()
            ? "the loss"
            : !Shift.leavesSteps(rule())
                ? "the weights themselves"
                : rule().reductions().length > 0 && !perBlock
                    ? "sums over the gradients of all variables"
                    : null;
    if (lack != null) {
      throw new IllegalStateException(
          ("updater %s needs %s, ND4J gives it the gradient of one variable; add a RuleListener to"
                  + " the SameDiff graph's listeners%s")
              .formatted(
                  rule,
                  lack,
                  lack.startsWith("sums") ? ", or use perBlock() for sums by variable" : ""));
    }
  }

  @Override
  public long stateSize(long numParams) {
    return RuleState.size(rule(), numParams);
  }

  @Override
  public GradientUpdater<Nd4jRuleUpdater> instantiate(INDArray view, boolean initialize) {
    RuleGradientUpdater updater = new RuleGradientUpdater(this);
    long numbers = RuleState.coordinates(rule(), view.length());
    updater.setStateViewArray(view, new long[] {numbers}, 'c', initialize);
    return updater;
  }

  @Override
  public GradientUpdater<Nd4jRuleUpdater> instantiate(
      Map<String, INDArray> state, boolean initialize) {
    RuleGradientUpdater updater = new RuleGradientUpdater(this);
    updater.setState(state, initialize);
    return updater;
  }

  @Override
  public Nd4jRuleUpdater clone() {
    return new Nd4jRuleUpdater(rule, schedule, totalSteps, perBlock);
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return Double.NaN; // ND4J's sign for none
  }

  @Override
  public boolean hasLearningRate() {
    return false;
  }

  @Override
  public void setLrAndSchedule(double rate, ISchedule schedule) {
    throw new UnsupportedOperationException(
        "updater %s takes its learning rate, if any, and its schedule in its constructor"
            .formatted(rule));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Nd4jRuleUpdater o
        && rule.equals(o.rule)
        && schedule.equals(o.schedule)
        && totalSteps == o.totalSteps
        && perBlock == o.perBlock;
  }

  @Override
  public int hashCode() {
    return Objects.hash(rule, schedule, totalSteps, perBlock);
  }

  @Override
  public String toString() {
    return "Nd4jRuleUpdater(%s, %s%s)".formatted(rule, schedule, perBlock ? ", per block" : "");
  }
}
