package org.stepless.cli.replay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Copies through Java serialization, as a task that is sent to an executor receives them. */
final class Copies {
  private Copies() {}

  @SuppressWarnings("unchecked")
  static <T> T serialized(T value) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(value);
      }
      return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalArgumentException(
          value.getClass().getName() + " cannot be serialized: " + e, e);
    }
  }
}
