/**
 * What the verbs ask of the program: requests and results as records, and the ports that answer.
 */
package io.engram.jobs.service;
