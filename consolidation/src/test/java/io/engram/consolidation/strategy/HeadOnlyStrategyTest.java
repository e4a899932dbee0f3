package io.engram.consolidation.strategy;

class HeadOnlyStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new HeadOnlyStrategy();
  }
}
