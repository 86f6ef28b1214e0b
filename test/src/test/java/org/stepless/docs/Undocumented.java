package org.stepless.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Finds what is public and has no Javadoc: types, methods, constructors, fields, constants, and
 * components of records without a {@code @param}. What overrides needs none, nor do constructors
 * without parameters and those that a record's components describe.
 */
final class Undocumented extends TreePathScanner<Void, Void> {
  private final DocTrees documents;
  private final CompilationUnitTree unit;
  private final List<String> found;

  private Undocumented(DocTrees documents, CompilationUnitTree unit, List<String> found) {
    this.documents = documents;
    this.unit = unit;
    this.found = found;
  }

  /** Every undocumented thing as {@code Type.member:line}. */
  static List<String> in(Iterable<? extends JavaFileObject> sources) throws IOException {
    List<String> found = new ArrayList<>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, sources);
    DocTrees documents = DocTrees.instance(task);
    for (CompilationUnitTree unit : task.parse()) {
      new Undocumented(documents, unit, found).scan(unit, null);
    }
    return found;
  }

  @Override
  public Void visitClass(ClassTree type, Void none) {
    if (!isPublic(type.getModifiers())) {
      return null;
    }
    String name = type.getSimpleName().toString();
    DocCommentTree text = documents.getDocCommentTree(getCurrentPath());
    if (text == null) {
      add(type, name);
    } else if (type.getKind() == Tree.Kind.RECORD) {
      Set<String> described = described(text);
      for (Tree member : type.getMembers()) {
        if (isComponent(member) && !described.contains(((VariableTree) member).getName() + "")) {
          add(member, name + "." + ((VariableTree) member).getName());
        }
      }
    }
    return super.visitClass(type, none);
  }

  private static Set<String> described(DocCommentTree text) {
    return text.getBlockTags().stream()
        .filter(ParamTree.class::isInstance)
        .map(tag -> ((ParamTree) tag).getName().toString())
        .collect(Collectors.toSet());
  }

  /** A record has no fields of its own but static ones. */
  private static boolean isComponent(Tree member) {
    return member instanceof VariableTree field
        && !field.getModifiers().getFlags().contains(Modifier.STATIC);
  }

  @Override
  public Void visitMethod(MethodTree method, Void none) {
    boolean overrides =
        method.getModifiers().getAnnotations().stream()
            .anyMatch(one -> one.getAnnotationType().toString().equals("Override"));
    // The compact constructor of a record has no parameters here either.
    boolean plain =
        method.getName().contentEquals("<init>")
            && (method.getParameters().isEmpty() || isCanonical(method));
    if (!overrides && !plain) {
      require(method, method.getModifiers(), method.getName().toString());
    }
    return null;
  }

  private boolean isCanonical(MethodTree constructor) {
    ClassTree type = enclosing();
    return type.getKind() == Tree.Kind.RECORD
        && type.getMembers().stream().filter(Undocumented::isComponent).count()
            == constructor.getParameters().size();
  }

  @Override
  public Void visitVariable(VariableTree field, Void none) {
    if (enclosing().getKind() != Tree.Kind.RECORD || !isComponent(field)) {
      require(field, field.getModifiers(), field.getName().toString());
    }
    return null;
  }

  private void require(Tree member, ModifiersTree modifiers, String name) {
    if (isPublic(modifiers) && documents.getDocCommentTree(getCurrentPath()) == null) {
      add(member, enclosing().getSimpleName() + "." + name);
    }
  }

  /** Members of interfaces are public without saying so. */
  private boolean isPublic(ModifiersTree modifiers) {
    Set<Modifier> flags = modifiers.getFlags();
    if (flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED)) {
      return true;
    }
    Tree parent = getCurrentPath().getParentPath().getLeaf();
    return parent.getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE);
  }

  private ClassTree enclosing() {
    return (ClassTree) getCurrentPath().getParentPath().getLeaf();
  }

  private void add(Tree tree, String name) {
    long position = documents.getSourcePositions().getStartPosition(unit, tree);
    found.add(name + ":" + unit.getLineMap().getLineNumber(position));
  }
}
