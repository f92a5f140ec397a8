// Random numbers that are the same on every machine and with every library.
//
// splitmix64 of Steele, Lea, Flood: Fast Splittable Pseudorandom Number
// Generators (OOPSLA 2014).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

namespace picket::oracle {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0xd1342543de82ef95u + 1) {}

  // 0 .. n-1
  int pick(int n) {
    return static_cast<int>(next() % static_cast<std::uint64_t>(n));
  }
  // One time in n.
  bool chance(int n) { return pick(n) == 0; }
  std::string one(std::initializer_list<const char*> list) {
    return list.begin()[pick(static_cast<int>(list.size()))];
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace picket::oracle
