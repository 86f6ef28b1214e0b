package org.stepless.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stepless.optimizer.Layout;
import org.stepless.optimizer.Method;
import org.stepless.optimizer.UpdateRule;

/** The registry: complete, and its text form round-trips and explains what is wrong. */
class MethodsTest {
  private static final double[] CANDIDATES = {0, 1e-30, 1e-8, 0.25, 0.5, 0.999, 1, 1.5, 10, 1e300};

  /** A parameter for which NaN stands for a default that depends on another parameter. */
  private static final Set<String> NAN_ALLOWED = Set.of("prodigy.beta3");

  /** Parameters that may be negative. */
  private static final Set<String> SIGNED = Set.of("lowerBound");

  static Stream<String> names() {
    return Methods.CATALOG.names().stream();
  }

  @Test
  void everyRuleOfThePackageIsRegistered() throws Exception {
    Path classes =
        Path.of(Methods.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    File[] files = classes.resolve("org/stepless/methods").toFile().listFiles();
    Set<String> found = new TreeSet<>();
    for (File file : files) {
      String name = file.getName();
      if (name.endsWith(".class") && !name.startsWith("package-info")) {
        Class<?> type =
            Class.forName("org.stepless.methods." + name.substring(0, name.length() - 6));
        if (Method.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
          found.add(type.getName());
        }
      }
    }
    Set<String> registered = new TreeSet<>();
    names().forEach(name -> registered.add(Methods.CATALOG.type(name).getName()));
    assertEquals(30, registered.size(), "update rules of the papers");
    Methods.PER_EXAMPLE
        .names()
        .forEach(name -> registered.add(Methods.PER_EXAMPLE.type(name).getName()));
    assertEquals(found, registered);
  }

  @ParameterizedTest
  @MethodSource("names")
  void defaultsPrintAsTheBareName(String name) {
    assertEquals(name, Methods.print(Methods.parse(name)));
    assertEquals(Methods.CATALOG.create(name), Methods.parse(" " + name + " ( ) "));
  }

  @Property(tries = 300)
  void textFormRoundTrips(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    for (String name : Methods.CATALOG.names()) {
      UpdateRule rule = random(Methods.CATALOG.type(name), random);
      assertEquals(rule, Methods.parse(Methods.print(rule)), Methods.print(rule));
    }
  }

  private static UpdateRule random(Class<?> type, Random random) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Object defaults = type.getDeclaredConstructor().newInstance();
    for (int attempt = 0; attempt < 1000; attempt++) {
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        values[i] = random(components[i], defaults, random);
      }
      try {
        return Rules.construct(type, values);
      } catch (InvocationTargetException e) {
        assertTrue(e.getCause() instanceof IllegalArgumentException, "" + e.getCause());
      }
    }
    throw new AssertionError("no values allowed for " + type);
  }

  private static Object random(RecordComponent component, Object defaults, Random random)
      throws Exception {
    if (component.getType() == boolean.class) {
      return random.nextBoolean();
    } else if (component.getType() == int.class) {
      return random.nextInt(4);
    } else if (component.getType() == UpdateRule.class) {
      List<String> names = List.copyOf(Methods.CATALOG.names());
      return random(Methods.CATALOG.type(names.get(random.nextInt(names.size()))), random);
    }
    return switch (random.nextInt(4)) {
      case 0 -> component.getAccessor().invoke(defaults);
      case 1 -> CANDIDATES[random.nextInt(CANDIDATES.length)];
      default -> random.nextDouble();
    };
  }

  @ParameterizedTest
  @MethodSource("names")
  void parametersRefuseNanAndNegativesByName(String name) throws Exception {
    UpdateRule defaults = Methods.CATALOG.create(name);
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      String parameter = components[i].getName();
      if (components[i].getType() == double.class) {
        if (!NAN_ALLOWED.contains(name + "." + parameter)) {
          assertRefused(name, parameter, "NaN");
        }
        boolean signed =
            SIGNED.contains(parameter)
                || (parameter.equals("r") && name.startsWith("schedulefree"));
        if (!signed) {
          assertRefused(name, parameter, "-1");
        }
      } else if (components[i].getType() == int.class) {
        assertRefused(name, parameter, "-1");
      }
    }
  }

  private static void assertRefused(String name, String parameter, String value) {
    String text = name + "(" + parameter + "=" + value + ")";
    Exception e = assertThrows(IllegalArgumentException.class, () -> Methods.parse(text), text);
    assertTrue(e.getMessage().contains(parameter + " must be "), e.getMessage());
    assertTrue(e.getMessage().contains("was " + value), e.getMessage());
  }

  @Test
  void unknownNamesSayWhatIsKnown() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Methods.parse("prodgy"));
    assertTrue(e.getMessage().contains("unknown optimizer 'prodgy'"), e.getMessage());
    names().forEach(name -> assertTrue(e.getMessage().contains(name), name));
    Exception unknown =
        assertThrows(IllegalArgumentException.class, () -> Methods.parse("adam(betas=0.9)"));
    assertTrue(unknown.getMessage().contains("'betas'"), unknown.getMessage());
    assertTrue(unknown.getMessage().contains("lr, beta1, beta2"), unknown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Methods.parse("mechanic(mechanic(adam))"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void layoutsNameEachVectorAndScalarOnce(String name) {
    UpdateRule rule = Methods.CATALOG.create(name);
    Layout layout = rule.layout();
    assertEquals(layout.vectors().size(), new HashSet<>(layout.vectors()).size());
    List<String> scalars = layout.scalars().stream().map(Layout.Scalar::name).toList();
    assertEquals(scalars.size(), new HashSet<>(scalars).size());
    for (String distance : new String[] {"d", "dMax", "distance", "resets"}) {
      if (scalars.contains(distance)) {
        assertEquals(
            Layout.Merge.MAXIMUM, layout.scalars().get(layout.scalarIndex(distance)).merge());
      }
    }
    assertTrue(Arrays.stream(rule.reductions()).allMatch(count -> count > 0));
  }
}
