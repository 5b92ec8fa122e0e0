// Making inner products behave like a distance while the graph is built.
//
// Under the inner product a long vector is "near" to everything, so HNSW's choice of neighbours, which compares
// distances between stored vectors, keeps only links to the longest ones. The remedy of Bachrach et al. (2014): give
// each stored vector one component more, sqrt(R² - |x|²), so that all have length R, and their inner products order
// like distances on a sphere. A query's extra component is 0, so what a search computes is the inner product itself.
//
// R is the greatest length seen. It can grow; older vectors keep the component they have, which costs a little order
// among links and nothing in answers.
import CKernels

/// The bound R and the extra component it gives.
struct NormComplement {
  var bound: Float = 0

  /// The component for `vector`; raises the bound if the vector is longer.
  mutating func value(for vector: UnsafePointer<Float>, dimension: Int) -> Float {
    let squared = martlet_distance_best().pointee.dot(vector, vector, dimension)
    bound = max(bound, squared.squareRoot())
    return max(bound * bound - squared, 0).squareRoot()
  }

  /// Raises the bound to the longest of some vectors, so that they get components under one bound.
  mutating func admit(_ vectors: some Sequence<UnsafePointer<Float>>, dimension: Int) {
    for vector in vectors {
      bound = max(bound, martlet_distance_best().pointee.dot(vector, vector, dimension).squareRoot())
    }
  }
}
