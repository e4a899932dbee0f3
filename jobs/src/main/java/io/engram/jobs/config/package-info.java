/** Settings from files: {@code conf/reference.conf} and the user's own. */
package io.engram.jobs.config;
