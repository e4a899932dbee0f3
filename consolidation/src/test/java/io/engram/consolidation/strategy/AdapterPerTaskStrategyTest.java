package io.engram.consolidation.strategy;

class AdapterPerTaskStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new AdapterPerTaskStrategy();
  }
}
