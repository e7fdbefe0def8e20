namespace Masking.Kernels;

/// <summary>Integrals of a density with respect to the distance v from its greatest value.</summary>
/// <param name="Mass">The integral of the density.</param>
/// <param name="Distance">The integral of the density times v.</param>
/// <param name="Drop">The integral of the density times its drop, the negative logarithm.</param>
/// <param name="DropDistance">The integral of the density times drop · v.</param>
/// <param name="DropDrop">The integral of the density times drop².</param>
internal readonly record struct NormalMoments(double Mass, double Distance, double Drop, double DropDistance, double DropDrop)
{
    /// <summary>The integrals over two sides, of which the second extends to negative v.</summary>
    public static NormalMoments OfBoth(NormalMoments right, NormalMoments left) => new(
        right.Mass + left.Mass,
        right.Distance - left.Distance,
        right.Drop + left.Drop,
        right.DropDistance - left.DropDistance,
        right.DropDrop + left.DropDrop);
}
