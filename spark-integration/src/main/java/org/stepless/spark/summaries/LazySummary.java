package org.stepless.spark.summaries;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.function.Supplier;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.ClassBodyEvaluator;
import scala.Option;

/**
 * The training summary of a model, made when somebody asks for it: Spark's summaries are planned,
 * and some computed, when they are made, which would take longer than many a fit.
 *
 * <p>Spark's models hold summaries as options. Whether a class may or must say that it is not empty
 * depends on the version of Scala, so that no class file does for all: the one class below this one
 * is compiled in the running program, by the compiler of Spark's own queries.
 *
 * <p>A model that is sent or written by Java's serialisation goes without its summary, whose rows
 * could not go with it.
 *
 * @param <T> the summary
 */
public abstract class LazySummary<T> extends Option<T> {
  private static final long serialVersionUID = 1L;

  private transient Supplier<T> source; // null once it has been asked
  private transient T made;

  /** For the class that is compiled at run time. */
  protected LazySummary() {}

  private static final class Concrete {
    static final Constructor<?> CONSTRUCTOR = compile();

    private static Constructor<?> compile() {
      ClassBodyEvaluator compiler = new ClassBodyEvaluator();
      compiler.setParentClassLoader(LazySummary.class.getClassLoader());
      compiler.setClassName(LazySummary.class.getName() + "Class");
      compiler.setExtendedClass(LazySummary.class);
      try {
        boolean open = Modifier.isAbstract(Option.class.getMethod("isEmpty").getModifiers());
        compiler.cook(open ? "public boolean isEmpty() { return false; }" : "");
        return compiler.getClazz().getConstructor();
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
