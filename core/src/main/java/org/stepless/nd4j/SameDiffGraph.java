package org.stepless.nd4j;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A SameDiff graph as bytes, so that it can be shipped. Immutable.
 *
 * <p>Its trainable variables (all of type VARIABLE that hold floating-point numbers) are one point:
 * ordered by name, each in row-major order.
 */
public final class SameDiffGraph implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * A trainable variable.
   *
   * @param name in the graph
   * @param shape its dimensions
   * @param offset of its first number in a point
   * @param length how many numbers it has: the product of the shape
   */
  public record Variable(String name, List<Long> shape, int offset, int length)
      implements Serializable {}

  private final byte[] bytes;
  private final String key;

  @SuppressWarnings("serial") // a copy by List.copyOf, which is serializable
  private final List<Variable> variables;

  private SameDiffGraph(byte[] bytes, List<Variable> variables) {
    this.bytes = bytes;
    this.key = digest(bytes);
    this.variables = List.copyOf(variables);
  }

  /** A copy of a graph as it is now, without its training configuration. */
  public static SameDiffGraph of(SameDiff graph) {
    ByteBuffer buffer;
    try {
      buffer = graph.asFlatBuffers(false);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("ND4J cannot write the graph: " + e.getMessage(), e);
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new SameDiffGraph(bytes, variables(graph));
  }

  /**
   * A graph as ND4J writes it with {@code save} or {@code asFlatFile}.
   *
   * @throws IllegalArgumentException if the bytes are no such graph
   */
  public static SameDiffGraph of(byte[] bytes) {
    Nd4jLibrary.require();
    return new SameDiffGraph(bytes.clone(), variables(read(bytes)));
  }

  private static List<Variable> variables(SameDiff graph) {
    Map<String, INDArray> arrays = new TreeMap<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE && variable.dataType().isFPType()) {
        arrays.put(variable.name(), variable.getArr());
      }
    }
    List<Variable> variables = new ArrayList<>();
    long offset = 0;
    for (Map.Entry<String, INDArray> entry : arrays.entrySet()) {
      INDArray array = entry.getValue();
      long end = offset + array.length();
      if (end > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "the graph's variables hold more numbers than an array can: %d at '%s'"
                .formatted(end, entry.getKey()));
      }
      List<Long> shape = Arrays.stream(array.shape()).boxed().toList();
      variables.add(new Variable(entry.getKey(), shape, (int) offset, (int) array.length()));
      offset = end;
    }
    if (variables.isEmpty()) {
      throw new IllegalArgumentException(
          "the graph has no trainable variable; make some with SameDiff.var");
    }
    return variables;
  }

  /** A new SameDiff instance of this graph, with the variables that it was saved with. */
  public SameDiff open() {
    return read(bytes);
  }

  private static SameDiff read(byte[] bytes) {
    Backend.get();
    try {
      return SameDiff.fromFlatBuffers(ByteBuffer.wrap(bytes), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "%d bytes are no SameDiff graph of ND4J 1.0.0-M2.1: %s"
              .formatted(bytes.length, e.getMessage()),
          e);
    }
  }

  /** A new SameDiff instance of this graph with the variables of a point. */
  public SameDiff open(double[] point) {
    SameDiff graph = open();
    assign(point, graph);
    return graph;
  }

  /** Writes a point to the variables of an instance of this graph. */
  void assign(double[] point, SameDiff graph) {
    requireLength(point);
    for (Variable variable : variables) {
      NativeArrays.assign(point, variable.offset(), graph.getVariable(variable.name()).getArr());
    }
  }

  private void requireLength(double[] point) {
    if (point.length != dimension()) {
      throw new IllegalArgumentException(
          "the graph's variables hold %d numbers, the point %d"
              .formatted(dimension(), point.length));
    }
  }

  /** The variables that it was saved with, as a point. */
  public double[] start() {
    double[] point = new double[dimension()];
    SameDiff graph = open();
    for (Variable variable : variables) {
      NativeArrays.add(1, graph.getVariable(variable.name()).getArr(), point, variable.offset());
    }
    return point;
  }

  /** The trainable variables in the order of a point. */
  public List<Variable> variables() {
    return variables;
  }

  /** Numbers in a point. */
  public int dimension() {
    Variable last = variables.get(variables.size() - 1);
    return last.offset() + last.length();
  }

  /** A copy of the bytes, which {@link #of(byte[])} reads. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Tells graphs apart: equal graphs have equal keys. */
  public String key() {
    return key;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
