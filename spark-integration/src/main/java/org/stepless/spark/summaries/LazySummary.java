package org.stepless.spark.summaries;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.function.Supplier;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;
import scala.Option;

/**
 * The training summary of a model, made when somebody asks for it: Spark's summaries are planned,
 * and some computed, when they are made, which would take longer than many a fit.
 *
 * <p>Spark's models hold summaries as options. Whether a class may or must say that it is not empty
 * depends on the version of Scala, so that no class file does for all: the one class below this one
 * is compiled in the running program, by the compiler of Spark's own queries.
 *
 * <p>A model that is sent or written by the serialisation of Java or Kryo goes without its summary,
 * whose rows could not go with it.
 *
 * @param <T> the summary
 */
public abstract class LazySummary<T> extends Option<T> {
  private static final long serialVersionUID = 1L;

  private transient Supplier<T> source; // null once it has been asked
  private transient T made;

  /** For the class that is compiled at run time. */
  protected LazySummary() {}

  /**
   * Stands for the class that is compiled at run time, under whose name it is known where that one
   * is not: in the process that reads what was written by Kryo.
   */
  @DefaultSerializer(AsNone.class)
  public abstract static class Compiled<T> extends LazySummary<T> {
    private static final long serialVersionUID = 1L;
  }

  /** What Kryo writes and reads in its place. */
  public static final class AsNone extends Serializer<Option<?>> {
    @Override
    public void write(Kryo kryo, Output output, Option<?> summary) {}

    @Override
    public Option<?> read(Kryo kryo, Input input, Class<Option<?>> type) {
      return Option.empty();
    }
  }

  /** Has one class of its own, whatever its parent knows under that name. */
  private static final class Concrete extends ClassLoader {
    private static final Constructor<?> CONSTRUCTOR = compile();

    private Concrete() {
      super(LazySummary.class.getClassLoader());
    }

    private static Constructor<?> compile() {
      String name = Compiled.class.getName(), parent = LazySummary.class.getName();
      String simple = name.substring(name.lastIndexOf('.') + 1);
      SimpleCompiler compiler = new SimpleCompiler();
      compiler.setParentClassLoader(LazySummary.class.getClassLoader());
      try {
        boolean open = Modifier.isAbstract(Option.class.getMethod("isEmpty").getModifiers());
        compiler.cook(
            "package %s; @%s(%s.class) public class %s extends %s { %s }"
                .formatted(
                    LazySummary.class.getPackageName(),
                    DefaultSerializer.class.getName(),
                    AsNone.class.getCanonicalName(),
                    simple,
                    parent,
                    open ? "public boolean isEmpty() { return false; }" : ""));
        byte[] bytes = compiler.getBytecodes().get(name);
        return new Concrete().defineClass(name, bytes, 0, bytes.length).getConstructor();
      } catch (CompileException | ReflectiveOperationException e) {
        throw new IllegalStateException("cannot extend scala.Option: " + e.getMessage(), e);
      }
    }
  }

  /** A summary that comes from this source. */
  @SuppressWarnings("unchecked")
  static <T> Option<T> of(Supplier<T> source) {
    try {
      LazySummary<T> summary = (LazySummary<T>) Concrete.CONSTRUCTOR.newInstance();
      summary.source = source;
      return summary;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make an option: " + e.getMessage(), e);
    }
  }

  /** The summary; made at the first call. */
  @Override
  public synchronized T get() {
    if (source != null) {
      made = source.get();
      source = null;
    }
    return made;
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int n) {
    if (n != 0) {
      throw new IndexOutOfBoundsException(n);
    }
    return get();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof LazySummary;
  }

  /** What is written in its place. */
  protected final Object writeReplace() {
    return Option.empty();
  }
}
