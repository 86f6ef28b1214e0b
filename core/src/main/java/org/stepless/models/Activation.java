package org.stepless.models;

import org.stepless.text.Choice;

/** What a hidden unit makes of its input. */
public enum Activation implements Choice {
  /** 1 / (1 + exp(-v)), as in Spark's perceptron. */
  SIGMOID {
    @Override
    void apply(double[] units, int count) {
      for (int i = 0; i < count; i++) {
        units[i] = 1 / (1 + Math.exp(-units[i]));
      }
    }

    @Override
    void backward(double[] derivatives, double[] units, int count) {
      for (int i = 0; i < count; i++) {
        units[i] = derivatives[i] * (units[i] * (1 - units[i]));
      }
    }
  },

  /** max(v, 0); its slope at 0 is taken to be 0. */
  RELU {
    @Override
    void apply(double[] units, int count) {
      for (int i = 0; i < count; i++) {
        units[i] = Math.max(units[i], 0);
      }
    }

    @Override
    void backward(double[] derivatives, double[] units, int count) {
      for (int i = 0; i < count; i++) {
        units[i] = units[i] > 0 ? derivatives[i] : 0;
      }
    }
  },

  /** The hyperbolic tangent. */
  TANH {
    @Override
    void apply(double[] units, int count) {
      for (int i = 0; i < count; i++) {
        units[i] = Math.tanh(units[i]);
      }
    }

    @Override
    void backward(double[] derivatives, double[] units, int count) {
      for (int i = 0; i < count; i++) {
        units[i] = derivatives[i] * (1 - units[i] * units[i]);
      }
    }
  };

  /** Replaces the inputs of units by the units' values. */
  abstract void apply(double[] units, int count);

  /**
   * Replaces units by derivatives by their inputs.
   *
   * @param derivatives by the units' values
   * @param units values of the units; become the derivatives by their inputs
   */
  abstract void backward(double[] derivatives, double[] units, int count);

  /**
   * The activation of this name.
   *
   * @throws IllegalArgumentException naming the text and the activations there are
   */
  public static Activation parse(String text) {
    return Choice.parse(Activation.class, "activation", text);
  }
}
