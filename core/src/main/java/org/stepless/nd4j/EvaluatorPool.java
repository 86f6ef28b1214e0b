package org.stepless.nd4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Evaluators that are ready for the next task: reading a graph and differentiating it costs as much
 * as many evaluations. Those of the graphs used last are kept, at most one for every thread that
 * has used a graph at the same time as others.
 */
final class EvaluatorPool {
  private static final int GRAPHS = 4;

  private static final Map<String, Deque<Evaluator>> IDLE = new LinkedHashMap<>(16, 0.75f, true);

  private EvaluatorPool() {}

  /**
   * Calls a function with an evaluator of the graph, on the hardware. If it throws, the evaluator
   * is closed: what is left in it is unknown.
   */
  static <T> T with(SameDiffGraph graph, Hardware hardware, Function<Evaluator, T> function) {
    Backend.open(hardware);
    Evaluator evaluator = take(graph.key());
    if (evaluator == null) {
      evaluator = new Evaluator(graph);
    }
    boolean done = false;
    try {
      T result = function.apply(evaluator);
      done = true;
      return result;
    } finally {
      if (done) {
        giveBack(graph.key(), evaluator);
      } else {
        evaluator.close();
      }
    }
  }

  private static synchronized Evaluator take(String key) {
    Deque<Evaluator> idle = IDLE.get(key);
    return idle == null ? null : idle.poll();
  }

  private static synchronized void giveBack(String key, Evaluator evaluator) {
    IDLE.computeIfAbsent(key, k -> new ArrayDeque<>()).push(evaluator);
    if (IDLE.size() > GRAPHS) {
      Iterator<Deque<Evaluator>> eldest = IDLE.values().iterator();
      eldest.next().forEach(Evaluator::close);
      eldest.remove();
    }
  }
}
