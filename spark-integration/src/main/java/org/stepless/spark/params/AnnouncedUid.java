package org.stepless.spark.params;

/**
 * Hands a stage's uid to Spark's constructors. They give the stage's params their parent before a
 * Java subclass can set a field, so the uid must be known before {@code super()} returns: it is
 * announced while the constructor's arguments are evaluated, and taken by the first call of {@code
 * uid()}.
 */
public final class AnnouncedUid {
  private static final ThreadLocal<String> ANNOUNCED = new ThreadLocal<>();

  private AnnouncedUid() {}

  /** Remembers the uid for the constructor that this thread is about to run; returns nothing. */
  public static Void announce(String uid) {
    ANNOUNCED.set(uid);
    return null;
  }

  /** The announced uid, once. */
  public static String take() {
    String uid = ANNOUNCED.get();
    ANNOUNCED.remove();
    return uid;
  }
}
