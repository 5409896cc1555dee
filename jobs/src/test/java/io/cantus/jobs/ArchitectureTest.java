package io.cantus.jobs;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Random;

/** The laws of the house: which room may know which, and what the pure core must not touch. */
@AnalyzeClasses(packages = "io.cantus", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule ARROWS_RUN_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.cantus..")
          .layer("transforms")
          .definedBy("io.cantus.transforms..", "io.cantus.proto..")
          .layer("training")
          .definedBy("io.cantus.training..")
          .layer("generation")
          .definedBy("io.cantus.generation..")
          .layer("jobs")
          .definedBy("io.cantus.jobs..")
          .whereLayer("jobs")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("generation")
          .mayOnlyBeAccessedByLayers("jobs")
          .whereLayer("training")
          .mayOnlyBeAccessedByLayers("generation", "jobs");

  @ArchTest
  static final ArchRule ROOMS_HAVE_NO_CYCLES =
      slices().matching("io.cantus.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule SPARK_STAYS_IN_JOBS_AND_TRAINING_SPARK =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.cantus.jobs..", "io.cantus.training.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.deeplearning4j.spark..");

  @ArchTest
  static final ArchRule HADOOP_STAYS_IN_JOBS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.cantus.jobs..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hadoop..");

  @ArchTest
  static final ArchRule TRANSFORMS_STAND_ALONE =
      noClasses()
          .that()
          .resideInAPackage("io.cantus.transforms..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..",
              "javax.xml..",
              "com.google.protobuf..",
              "io.cantus.transforms..",
              "io.cantus.proto..");

  @ArchTest
  static final ArchRule TRANSFORMS_HAVE_NO_CLOCK_AND_NO_CHANCE =
      noClasses()
          .that()
          .resideInAPackage("io.cantus.transforms..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, Clock.class)
          .orShould()
          .callMethodWhere(
              target(name("now"))
                  .or(target(name("currentTimeMillis")))
                  .or(target(name("nanoTime")))
                  .or(
                      target(owner(JavaClass.Predicates.type(Math.class)))
                          .and(target(name("random")))));

  @ArchTest
  static final ArchRule TRANSFORMS_DO_NO_FILE_OR_NETWORK_IO =
      noClasses()
          .that()
          .resideInAPackage("io.cantus.transforms..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.net..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(
              java.io.File.class,
              java.io.FileInputStream.class,
              java.io.FileOutputStream.class,
              java.io.RandomAccessFile.class);

  @ArchTest
  static final ArchRule TRANSFORMS_HAVE_NO_MUTABLE_STATICS =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.cantus.transforms..")
          .and()
          .areStatic()
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule EXIT_STANDS_IN_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.cantus.generation.cli.Exit")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethodWhere(
              target(name("halt")).and(target(owner(JavaClass.Predicates.type(Runtime.class)))));
}
