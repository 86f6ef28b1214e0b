package org.stepless.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
  interface Shape {}

  public record Circle(double radius) implements Shape {
    public Circle() {
      this(1);
    }

    public Circle {
      Check.positiveOrInfinite("radius", radius);
    }
  }

  public record Grid(Shape cell, int rows, boolean open, String label) implements Shape {
    public Grid() {
      this(new Circle(), 2, false, "plain");
    }
  }

  public record Point() implements Shape {}

  private static final Catalog<Shape> SHAPES =
      new Catalog<>("shape", Shape.class)
          .add("circle", Circle.class)
          .add("grid", Grid.class)
          .add("point", Point.class);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "circle | circle",
        "circle() | circle",
        " circle ( radius = 2.50 ) | circle(radius=2.5)",
        "circle(radius=1) | circle",
        "circle(radius=1E-5) | circle(radius=1e-5)",
        "circle(radius=1.5e300) | circle(radius=1.5e300)",
        "circle(radius=infinity) | circle(radius=infinity)",
        "grid(circle(radius=3), rows=7) | grid(circle(radius=3), rows=7)",
        "grid(rows=7, cell=circle(radius=3)) | grid(circle(radius=3), rows=7)",
        "grid(grid(point), open=true) | grid(grid(point), open=true)",
        "grid(label=two words) | grid(label=two words)",
        "point | point"
      })
  void parsesAndPrintsTheShortestForm(String text, String shortest) {
    assertEquals(shortest, SHAPES.print(SHAPES.parse(text)));
    assertEquals(SHAPES.parse(text), SHAPES.parse(shortest));
  }

  @Property
  void everyNumberRoundTrips(@ForAll double radius, @ForAll int rows) {
    Shape shape = new Grid(new Circle(Math.abs(radius) + Double.MIN_VALUE), rows, true, "x");
    assertEquals(shape, SHAPES.parse(SHAPES.print(shape)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "disc | unknown shape 'disc'; known: circle, grid, point",
        "circle(size=1) | circle has no parameter 'size'; it has radius",
        "point(size=1) | point has no parameter 'size'; it has no parameters",
        "circle(3) | circle has no parameter without a key; it has radius",
        "circle(radius=wide) | radius must be a number, was 'wide'",
        "grid(rows=1.5) | rows must be a whole number, was '1.5'",
        "grid(open=yes) | open must be a boolean (true or false), was 'yes'",
        "circle(radius=-1) | radius must be positive (infinity allowed), was -1",
        "circle(radius=NaN) | radius must be positive (infinity allowed), was NaN",
        "circle(radius=1, radius=2) | circle is given radius twice",
        "grid(point, circle) | grid is given cell twice",
        "circle(radius=) | expected a value at ')'",
        "circle(radius=1 | expected ')' at the end",
        "circle) | unexpected text at ')'",
        "grid(disc) | unknown shape 'disc'",
        "() | expected the name of a shape at '()'"
      })
  void messagesSayWhatIsWrongAndWhatIsAllowed(String text, String message) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> SHAPES.parse(text));
    assertTrue(e.getMessage().startsWith("shape '" + text + "': "), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void emptyTextIsRefused(String text) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> SHAPES.parse(text));
    assertEquals("shape '': expected the name of a shape at the end", e.getMessage());
  }

  @Test
  void namesAndTypesAreKnown() {
    assertEquals(List.of("circle", "grid", "point"), List.copyOf(SHAPES.names()));
    assertEquals(Circle.class, SHAPES.type("circle"));
    assertNull(SHAPES.type("disc"));
    assertEquals("grid", SHAPES.nameOf(new Grid()));
    assertEquals(new Grid(), SHAPES.create("grid"));
    assertThrows(UnsupportedOperationException.class, () -> SHAPES.names().clear());
    assertThrows(IllegalArgumentException.class, () -> SHAPES.nameOf(new Shape() {}));
    assertThrows(IllegalArgumentException.class, () -> SHAPES.add("circle", Circle.class));
  }

  public record Star(int points) implements Shape {
    public Star() {
      this(5);
    }
  }

  public record Stone() {}

  @Test
  void aRecordOutsideTheCatalogGoesByTheNameOfItsClass() {
    String star = "org.stepless.text.CatalogTest$Star";
    assertEquals(new Star(7), SHAPES.parse(star + "(points=7)"));
    assertEquals(star + "(points=7)", SHAPES.print(new Star(7)));
    assertEquals(star, SHAPES.print(new Star()));
    Grid grid = new Grid(new Star(6), 2, false, "plain");
    assertEquals("grid(" + star + "(points=6))", SHAPES.print(grid));
    assertEquals(grid, SHAPES.parse(SHAPES.print(grid)));
    assertEquals(Star.class, SHAPES.type(star));
  }

  @ParameterizedTest
  @CsvSource({
    "org.stepless.NoShape, class org.stepless.NoShape is not on the class path",
    "org.stepless.text.CatalogTest$Stone, cannot be a shape: it must be a record that implements",
    "java.lang.String, class java.lang.String cannot be a shape",
    "org.stepless.text.CatalogTest$Star(legs=1), has no parameter 'legs'; it has points",
  })
  void aClassThatIsNoEntryIsRefused(String text, String message) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> SHAPES.parse(text));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void numbersHaveNoNeedlessDigits() {
    assertEquals("3", Catalog.number(3));
    assertEquals("0.9", Catalog.number(0.9));
    assertEquals("1e-5", Catalog.number(1e-5));
    assertEquals("1.5e-5", Catalog.number(1.5e-5));
    assertEquals("1e20", Catalog.number(1e20));
    assertEquals("-infinity", Catalog.number(Double.NEGATIVE_INFINITY));
    assertEquals("NaN", Catalog.number(Double.NaN));
  }
}
