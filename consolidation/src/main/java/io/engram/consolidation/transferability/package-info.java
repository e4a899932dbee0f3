/**
 * How well each slot of the pool fits a new task: pure functions of plain arrays, in pieces that
 * can be counted in many places and merged. LEEP is Nguyen et al. 2020, TransRate Huang et al.
 * 2022.
 */
package io.engram.consolidation.transferability;
