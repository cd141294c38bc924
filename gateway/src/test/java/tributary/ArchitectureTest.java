package tributary;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Who may import whom, and who may touch what. */
@AnalyzeClasses(packages = "tributary", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule importsPointBackUpTheStreet = classes()
            .that()
            .resideInAPackage("tributary..")
            .should(importOnlyWhatTheirFloorMay())
            .because("data flows down the street, imports point back up it");

    @ArchTest
    static final ArchRule noPackagesImportEachOther = slices().matching("tributary.(**)")
            .should()
            .beFreeOfCycles()
            .because("a circle of packages is one package with too many names");

    @ArchTest
    static final ArchRule contactsMeetTicketsInIntakeOnly = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "tributary.gateway",
                    "tributary.gateway.contact",
                    "tributary.gateway.intake",
                    "tributary.gateway.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tributary.gateway.contact..");

    @ArchTest
    static final ArchRule channelsHaveNoStore = noClasses()
            .that()
            .resideInAnyPackage("tributary.conversation..", "tributary.connector..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule theLanguageKnowsTheJdkAndJacksonOnly = classes()
            .that()
            .resideInAPackage("tributary.conversation..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("tributary.conversation..", "java..", "com.fasterxml.jackson..", "org.jspecify..");

    /** Packages whose parts have floors of their own. */
    private static final Set<String> DIVIDED = Set.of("gateway", "connector");

    /** On one floor, and yet: an inbox has tables, and both keep promises of the port (state; routes, limits). */
    private static final Set<String> BESIDE =
            Set.of("gateway.inbox -> gateway.platform", "gateway.inbox -> connector", "gateway.platform -> connector");

    /** The ticket's transaction in parts: too much for one class named after one table. */
    private static final Set<String> PARTS_OF_THE_TICKETS_TRANSACTION =
            Set.of("TicketBatch", "TicketWrites", "TicketLocks", "TicketThreads", "TicketSnapshots");

    @ArchTest
    static final ArchRule sqlLivesInTablesAndLogs = noClasses()
            .that()
            .resideOutsideOfPackage("tributary.gateway.platform.postgres..")
            .and(are(notNamedForSql()))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..");

    @ArchTest
    static final ArchRule onlyTheClusterKnowsHazelcast = noClasses()
            .that()
            .resideOutsideOfPackage("tributary.gateway.platform.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster..");

    @ArchTest
    static final ArchRule onlyRedisKnowsLettuce = noClasses()
            .that()
            .resideOutsideOfPackage("tributary.gateway.platform.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");

    @ArchTest
    static final ArchRule jdbcIsForStartDoctorBackupAndRestore = noClasses()
            .that()
            .resideOutsideOfPackages("tributary.gateway", "tributary.gateway.platform.postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..");

    @ArchTest
    static final ArchRule nobodyBlocks = noClasses()
            .that()
            .resideOutsideOfPackages("tributary.gateway", "tributary.gateway.platform.postgres..")
            .should()
            .callMethodWhere(blocks())
            .because("an event loop serves thousands; only the command line and the start of the database may wait");

    @ArchTest
    static final ArchRule timeComesFromAClock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .because("a test must be able to set the time");

    @ArchTest
    static final ArchRule noDumpingGrounds = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Base");

    private static DescribedPredicate<JavaClass> notNamedForSql() {
        return DescribedPredicate.describe("not a Table, a Log or a part of the ticket's transaction", type -> {
            String name = outermost(type).getSimpleName();
            return !name.endsWith("Table") && !name.endsWith("Log") && !PARTS_OF_THE_TICKETS_TRANSACTION.contains(name);
        });
    }

    private static DescribedPredicate<JavaMethodCall> blocks() {
        return DescribedPredicate.describe("waits for something", call -> {
            JavaClass owner = call.getTargetOwner();
            String name = call.getTarget().getName();
            return (owner.isEquivalentTo(Thread.class) && (name.equals("sleep") || name.equals("join")))
                    || (owner.isAssignableTo(Future.class) && name.equals("await"))
                    || (owner.isEquivalentTo(CountDownLatch.class) && name.equals("await"))
                    || (owner.isAssignableTo(CompletableFuture.class) && (name.equals("get") || name.equals("join")))
                    || (owner.isEquivalentTo(Object.class) && name.equals("wait"));
        });
    }

    private static ArchCondition<JavaClass> importOnlyWhatTheirFloorMay() {
        return new ArchCondition<>("import only what their floor may") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (ours(target) && !may(type, target)) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean ours(JavaClass type) {
        return resideInAnyPackage("tributary..").test(type);
    }

    private static boolean may(JavaClass from, JavaClass to) {
        String part = part(from);
        String other = part(to);
        if (part.equals(other) || BESIDE.contains(part + " -> " + other)) {
            return true;
        }
        boolean lower = floor(other) < floor(part);
        return lower && (!channel(other) || part.equals("gateway"));
    }

    private static boolean channel(String part) {
        return part.startsWith("connector.");
    }

    private static int floor(String part) {
        return switch (part) {
            case "config", "conversation" -> 1;
            case "connector", "gateway.platform", "gateway.inbox" -> 2;
            case "gateway.journal",
                    "gateway.threading",
                    "gateway.contact",
                    "gateway.ticket",
                    "gateway.identity",
                    "gateway.attachment" -> 3;
            case "gateway.intake", "gateway.outbound", "gateway.push", "gateway.api" -> 4;
            case "gateway" -> 5;
            default -> {
                if (channel(part)) {
                    yield 3;
                }
                throw new AssertionError(
                        "package tributary." + part + " has no floor yet: give it one in DESIGN and here");
            }
        };
    }

    /** The package below {@code tributary}, or below {@code tributary.gateway} and {@code tributary.connector}. */
    private static String part(JavaClass type) {
        List<String> names = List.of(type.getPackageName().split("\\.", -1));
        boolean deeper = names.size() > 2 && DIVIDED.contains(names.get(1));
        return String.join(".", names.subList(1, deeper ? 3 : 2));
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
