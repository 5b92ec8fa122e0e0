// The few functions of the C library's mathematics that measurements need.
import Glibc

package enum Logarithm {
  /// `base` to the power of `exponent`; `base` above 0.
  package static func power(_ base: Double, _ exponent: Double) -> Double { Glibc.pow(base, exponent) }

  /// The logarithm to base 10; `value` above 0.
  package static func decimal(_ value: Double) -> Double { Glibc.log10(value) }
}
