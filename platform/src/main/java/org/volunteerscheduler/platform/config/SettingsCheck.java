// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

/**
 * A bean whose constructor refuses settings that make no sense, each by itself or together. All of them are made at the
 * start before the database is migrated, so that a version that will not start leaves the schema as it was.
 */
public interface SettingsCheck {}
