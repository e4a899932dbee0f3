package io.engram.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.engram.transformers.spark.JavaBytes;
import java.io.PrintStream;

/** Who may know whom; what the banned imports cannot see (same-package and qualified names). */
@AnalyzeClasses(
    packages = "io.engram",
    importOptions = {ImportOption.DoNotIncludeTests.class, ModuleDirectionTest.NoTestJars.class})
class ModuleDirectionTest {

  /** In a whole build the other modules' tests come as jars. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule modulesDependInOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("jobs")
          .definedBy("io.engram.jobs..")
          .layer("consolidation")
          .definedBy("io.engram.consolidation..")
          .layer("adapters")
          .definedBy("io.engram.adapters..")
          .layer("transformers")
          .definedBy("io.engram.transformers..")
          .whereLayer("jobs")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("consolidation")
          .mayOnlyBeAccessedByLayers("jobs")
          .whereLayer("adapters")
          .mayOnlyBeAccessedByLayers("consolidation", "jobs");

  @ArchTest
  static final ArchRule coreKnowsNoSpark =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.engram..spark..", "io.engram.jobs..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static final ArchRule engineHasFewDoors =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.engram.transformers.backbone..",
              "io.engram.transformers.runtime..",
              "io.engram.transformers.text..",
              "io.engram.adapters..",
              "io.engram.consolidation.distillation..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  /** The engine makes an array of the number in Java's memory: see EngineValues. */
  @ArchTest
  static final ArchRule whatIsDifferentiatedIsMultipliedByTheEnginesOwnValues =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.engram.transformers.backbone..",
              "io.engram.adapters..",
              "io.engram.consolidation.distillation..")
          // Runs with automatic differentiation off.
          .and()
          .doNotHaveSimpleName("AdamW")
          .should()
          .callMethodWhere(
              describe(
                  "multiplies an array by a Java number",
                  call ->
                      call.getTargetOwner().isAssignableTo(NDArray.class)
                          && call.getTarget().getName().matches("(mul|div|pow)i?")
                          && call.getTarget()
                              .getRawParameterTypes()
                              .get(0)
                              .isEquivalentTo(Number.class)));

  @ArchTest
  static final ArchRule fileSystemsHaveFewDoors =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.engram.transformers.lake..",
              "io.engram.consolidation.store..",
              "io.engram..spark..",
              "io.engram.jobs..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hadoop..");

  @ArchTest
  static final ArchRule packagesOfTheProgramAreFreeOfCycles =
      slices().matching("io.engram.jobs.(*)..").should().beFreeOfCycles();

  /** But for what one process of a Spark application sends another, and nobody keeps. */
  @ArchTest
  static final ArchRule weightsNeverBecomeJavaSerialisation =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(JavaBytes.class.getName())
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(java.io.ObjectOutputStream.class.getName())
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName(java.io.ObjectInputStream.class.getName())
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.commons.lang3.SerializationUtils")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.beans..", "javax.script..", "org.apache.spark.serializer..");

  /** Keys and files' names would have the user's digits; formatted() is for messages alone. */
  @ArchTest
  static final ArchRule whatIsWrittenDoesNotDependOnTheLocale =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .orShould()
          .callMethod(PrintStream.class, "printf", String.class, Object[].class);

  @ArchTest
  static final ArchRule verbsAreVerbs =
      classes()
          .that()
          .haveSimpleNameEndingWith("Verb")
          .and()
          .resideInAPackage("io.engram.jobs.verb")
          .and()
          .doNotHaveSimpleName("Verb")
          .should()
          .beAssignableTo(io.engram.jobs.verb.Verb.class)
          .orShould()
          .beAnnotatedWith(picocli.CommandLine.Command.class);
}
