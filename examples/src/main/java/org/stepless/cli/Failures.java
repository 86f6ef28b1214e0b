package org.stepless.cli;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.AnalysisException;
import org.stepless.cli.input.UserError;
import org.stepless.spark.checkpoint.StorageException;
import picocli.CommandLine;

/** The one place where an exception becomes a line for the user and an exit code. */
final class Failures {
  static final int FAILED = 1;
  static final int USER_ERROR = 2;

  /** What a user can cause; a more telling class stands before a more general one. */
  private static final List<Class<? extends Exception>> USER_ERRORS =
      List.of(
          UserError.class,
          StorageException.class,
          AnalysisException.class,
          IllegalArgumentException.class,
          AccessControlException.class,
          FileNotFoundException.class,
          FileSystemException.class,
          ZipException.class,
          EOFException.class);

  private Failures() {}

  /** Reports a wrong option or argument. */
  static int reportUsage(CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command
        .getErr()
        .println("stepless: " + oneLine(e.getMessage()) + "; run '" + name + " --help' for help");
    return USER_ERROR;
  }

  /** Reports what a command threw. */
  static int report(Exception e, PrintWriter err, boolean debug) {
    Throwable known = userError(e);
    if (known != null) {
      err.println("stepless: " + describe(known));
    } else {
      String remedy = debug ? "" : "; run again with --debug for the stack trace";
      err.println("stepless: unexpected " + describe(root(e)) + remedy);
    }
    if (debug) {
      e.printStackTrace(err);
    }
    return known != null ? USER_ERROR : FAILED;
  }

  private static Throwable userError(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    for (Class<?> kind : USER_ERRORS) {
      for (Throwable t : chain) {
        if (kind.isInstance(t)) {
          return t;
        }
      }
    }
    return null;
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }

  private static String describe(Throwable t) {
    boolean speaksForItself =
        t instanceof UserError
            || t instanceof StorageException
            || t instanceof IllegalArgumentException;
    String text = t.getMessage() == null ? "" : t.getMessage();
    // Below its first line, Spark describes the query.
    String message = oneLine(t instanceof AnalysisException ? text.split("\n", 2)[0] : text);
    if (speaksForItself && !message.isEmpty()) {
      return message.replaceFirst("^requirement failed: ", "");
    }
    return t.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s+", " ");
  }
}
