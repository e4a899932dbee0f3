package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.spark.ExecutorCache.Lease;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecutorCacheTest {
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  /** Knows whether it is open, and how many of its key are open at once. */
  private static final class Model implements AutoCloseable {
    private final AtomicInteger alive;
    private volatile boolean open = true;

    Model(AtomicInteger alive) {
      this.alive = alive;
      assertThat(alive.incrementAndGet()).as("values of one key alive").isEqualTo(1);
    }

    Model() {
      this(new AtomicInteger());
    }

    @Override
    public void close() {
      assertThat(open).as("closed once").isTrue();
      open = false;
      alive.decrementAndGet();
    }
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void manyThreadsThatAskAtOnceLoadOnce() throws Exception {
    ExecutorCache<String, Model> cache = new ExecutorCache<>(2);
    CountDownLatch allThere = new CountDownLatch(8);
    List<Lease<Model>> leases =
        inParallel(
            8,
            i -> {
              allThere.countDown();
              allThere.await();
              return cache.acquire("a", Model::new);
            });
    assertThat(cache.loads()).isEqualTo(1);
    assertThat(leases.stream().map(Lease::value).distinct()).hasSize(1);
  }

  @Test
  void aSlowLoadDoesNotHoldUpAnotherKey() throws Exception {
    ExecutorCache<String, Model> cache = new ExecutorCache<>(2);
    CountDownLatch otherIsThere = new CountDownLatch(1);
    Future<Lease<Model>> slow =
        threads.submit(
            () ->
                cache.acquire(
                    "slow",
                    () -> {
                      otherIsThere.await();
                      return new Model();
                    }));
    cache.acquire("other", Model::new);
    otherIsThere.countDown();
    assertThat(slow.get(30, TimeUnit.SECONDS).value().open).isTrue();
  }

  @Test
  void aLeasedValueOutlivesTheBoundAndTheOldestIdleOneGoesFirst() {
    ExecutorCache<String, Model> cache = new ExecutorCache<>(2);
    Lease<Model> used = cache.acquire("used", Model::new);
    Model first = acquireAndRelease(cache, "first");
    Model second = acquireAndRelease(cache, "second");
    assertThat(first.open).isFalse();
    assertThat(second.open).isTrue();
    assertThat(used.value().open).isTrue();
    assertThat(cache.size()).isEqualTo(2);

    Model model = used.value();
    used.close();
    acquireAndRelease(cache, "third");
    assertThat(model.open).isFalse();
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void anIdleValueGoesBeforeAnotherIsLoadedOverTheBound() {
    ExecutorCache<String, Model> cache = new ExecutorCache<>(1);
    Model idle = acquireAndRelease(cache, "idle");
    Lease<Model> next =
        cache.acquire(
            "next",
            () -> {
              assertThat(idle.open).as("while the next one loads").isFalse();
              return new Model();
            });
    assertThat(cache.size()).isEqualTo(1);
    assertThat(next.value().open).isTrue();
  }

  @Test
  void moreThanTheBoundLiveOnlyWhileAllAreLeased() {
    ExecutorCache<String, Model> cache = new ExecutorCache<>(1);
    Lease<Model> one = cache.acquire("1", Model::new);
    Lease<Model> two = cache.acquire("2", Model::new);
    assertThat(cache.size()).isEqualTo(2);
    one.close();
    assertThat(cache.size()).isEqualTo(1);
    assertThat(two.value().open).isTrue();
  }

  @Test
  void aLeaseClosesOnceAndGivesNothingAfterwards() {
    ExecutorCache<String, Model> cache = new ExecutorCache<>(1);
    Lease<Model> first = cache.acquire("a", Model::new);
    Lease<Model> second = cache.acquire("a", Model::new);
    first.close();
    first.close();
    cache.closeIdle();
    assertThat(second.value().open).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(first::value)
        .withMessage("the lease on a is closed");
    second.close();
    cache.closeIdle();
    assertThat(cache.size()).isZero();
  }

  @Test
  void aFailedLoadIsNotKept() {
    ExecutorCache<String, Model> cache = new ExecutorCache<>(1);
    assertThatThrownBy(
            () ->
                cache.acquire(
                    "a",
                    () -> {
                      throw new IOException("disk gone");
                    }))
        .isInstanceOf(ExecutorCacheException.class)
        .hasMessage("could not load a: disk gone");
    assertThat(cache.size()).isZero();
    assertThat(cache.acquire("a", Model::new).value().open).isTrue();
    assertThat(cache.loads()).isEqualTo(1);
  }

  @Test
  void waitersOfAFailedLoadTryThemselves() throws Exception {
    ExecutorCache<String, Model> cache = new ExecutorCache<>(1);
    CountDownLatch failing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Future<Lease<Model>> failed =
        threads.submit(
            () ->
                cache.acquire(
                    "a",
                    () -> {
                      failing.countDown();
                      goOn.await();
                      throw new IllegalStateException("no");
                    }));
    failing.await();
    Future<Lease<Model>> waiting = threads.submit(() -> cache.acquire("a", Model::new));
    goOn.countDown();
    assertThat(waiting.get(30, TimeUnit.SECONDS).value().open).isTrue();
    assertThatThrownBy(failed::get).hasRootCauseMessage("no");
  }

  @Test
  void underRandomUseNoLeasedValueIsClosedAndNoKeyIsAliveTwice() throws Exception {
    ExecutorCache<Integer, Model> cache = new ExecutorCache<>(2);
    List<AtomicInteger> alive = new ArrayList<>();
    for (int key = 0; key < 5; key++) {
      alive.add(new AtomicInteger());
    }
    inParallel(
        8,
        thread -> {
          Random random = new Random(thread);
          for (int i = 0; i < 3_000; i++) {
            int key = random.nextInt(alive.size());
            try (Lease<Model> lease = cache.acquire(key, () -> new Model(alive.get(key)))) {
              Thread.yield();
              assertThat(lease.value().open).isTrue();
            }
          }
          return thread;
        });
    assertThat(cache.size()).isLessThanOrEqualTo(2);
    cache.closeIdle();
    assertThat(alive).allMatch(count -> count.get() == 0);
  }

  private static Model acquireAndRelease(ExecutorCache<String, Model> cache, String key) {
    try (Lease<Model> lease = cache.acquire(key, Model::new)) {
      return lease.value();
    }
  }

  private interface Work<T> {
    T run(int index) throws Exception;
  }

  private <T> List<T> inParallel(int count, Work<T> work) throws Exception {
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index = i;
      calls.add(() -> work.run(index));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : threads.invokeAll(calls)) {
      results.add(future.get());
    }
    return results;
  }
}
