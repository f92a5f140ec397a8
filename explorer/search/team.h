// Threads that do one thing together, and then the next.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace picket {

class Team {
 public:
  // `threads` in all; the caller's is number 0. The others are started when
  // they are needed.
  explicit Team(int threads) : threads_(threads) {}
  ~Team();

  int size() const { return threads_; }

  // Calls work(0), work(1), .. at the same time, one per thread, and waits for
  // all. Rethrows what one of them throws.
  void run(const std::function<void(int)>& work);

 private:
  void serve(int worker);
  void do_work(int worker);

  const int threads_;
  std::mutex mutex_;
  std::condition_variable changed_;
  const std::function<void(int)>* work_ = nullptr;
  std::atomic<std::uint64_t> round_ = 0;
  std::atomic<int> busy_ = 0;
  bool over_ = false;
  std::exception_ptr failure_;
  std::vector<std::thread> others_;
};

}  // namespace picket
