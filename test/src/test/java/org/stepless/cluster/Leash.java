package org.stepless.cluster;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another class's main, and ends the process when its standard input ends: however the tests
 * die, no process of theirs outlives them.
 */
public final class Leash {
  private static final int LET_GO = 99;

  private Leash() {}

  public static void main(String[] arguments) throws Throwable {
    Thread watch = new Thread(Leash::haltAtEnd, "leash");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(arguments[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void haltAtEnd() {
    try {
      while (System.in.read() >= 0) {
        // The other end says nothing; it only stays open.
      }
    } catch (IOException e) {
      // An unreadable leash is a loose one.
    }
    Runtime.getRuntime().halt(LET_GO);
  }
}
