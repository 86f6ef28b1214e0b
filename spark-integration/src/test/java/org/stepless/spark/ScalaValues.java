package org.stepless.spark;

import java.util.ArrayList;
import java.util.List;
import scala.collection.Iterator;

/** Lists of Java as lists of Scala, by what Scala 2.12 and 2.13 both have, and back. */
public final class ScalaValues {
  private ScalaValues() {}

  /** The same values for Scala. */
  public static <T> scala.collection.immutable.List<T> list(List<T> values) {
    scala.collection.immutable.List<T> list = scala.collection.immutable.List$.MODULE$.empty();
    for (int i = values.size() - 1; i >= 0; i--) {
      list = list.$colon$colon(values.get(i));
    }
    return list;
  }

  /** What is left of an iterator. */
  public static <T> List<T> rest(Iterator<T> values) {
    List<T> list = new ArrayList<>();
    while (values.hasNext()) {
      list.add(values.next());
    }
    return list;
  }
}
