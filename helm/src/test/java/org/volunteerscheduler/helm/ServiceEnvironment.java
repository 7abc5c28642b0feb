// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** What a service reads of its environment: asked of its own classes, so that no list can grow old. */
final class ServiceEnvironment {

    private static final String ROOT = "org.volunteerscheduler.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.volunteerscheduler");

    private ServiceEnvironment() {}

    /** The variables with their defaults; an empty one has none. */
    static Map<String, String> of(String service) {
        Map<String, String> defaultByVariable = new TreeMap<>();
        for (JavaClass candidate : CLASSES) {
            if (candidate.isAnnotatedWith(ConfigMapping.class) && isReadBy(service, candidate)) {
                addVariables(candidate.reflect(), defaultByVariable);
            }
        }
        return defaultByVariable;
    }

    private static void addVariables(Class<?> mapping, Map<String, String> defaultByVariable) {
        String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
        for (Method property : mapping.getDeclaredMethods()) {
            if (Modifier.isAbstract(property.getModifiers())) {
                WithName name = property.getAnnotation(WithName.class);
                WithDefault byDefault = property.getAnnotation(WithDefault.class);
                String path =
                        (prefix.isEmpty() ? "" : prefix + ".") + (name == null ? property.getName() : name.value());
                defaultByVariable.put(variable(path), byDefault == null ? "" : byDefault.value());
            }
        }
    }

    private static boolean isReadBy(String service, JavaClass mapping) {
        String name = mapping.getPackageName() + ".";
        if (name.startsWith(ROOT + service + ".")) {
            return true;
        }
        if (name.startsWith(ROOT + "platform.messaging.") || name.startsWith(ROOT + "platform.http.")) {
            return true;
        }
        if (name.startsWith(ROOT + "platform.database.") || name.startsWith(ROOT + "platform.security.")) {
            return isDomainService(service);
        }
        return name.startsWith(ROOT + "platform.") && dependencies(service).contains(mapping);
    }

    /** Whether it has a database and users: what the profile of that name is for. */
    private static boolean isDomainService(String service) {
        Properties properties = new Properties();
        Path file = Path.of("..", service + "-service", "src/main/resources/application.properties");
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return "domain".equals(properties.getProperty("quarkus.config.profile.parent"));
    }

    /** All of our own classes that the service's need, directly or not. */
    private static Set<JavaClass> dependencies(String service) {
        Set<JavaClass> needed = new HashSet<>();
        for (JavaClass own : CLASSES) {
            if ((own.getPackageName() + ".").startsWith(ROOT + service + ".")) {
                needed.addAll(own.getTransitiveDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass())
                        .toList());
            }
        }
        return needed;
    }

    /** The framework's rule: capitals begin words, and what is neither letter nor digit is an underscore. */
    private static String variable(String path) {
        return path.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]", "_");
    }
}
