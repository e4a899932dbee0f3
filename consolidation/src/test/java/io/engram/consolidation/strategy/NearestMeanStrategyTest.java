package io.engram.consolidation.strategy;

class NearestMeanStrategyTest extends ContinualStrategyContract {
  @Override
  ContinualStrategy strategy() {
    return new ClosedFormStrategy.NearestMean();
  }
}
