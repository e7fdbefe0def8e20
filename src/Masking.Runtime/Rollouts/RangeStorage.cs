using Masking.Tensors;

namespace Masking.Rollouts;

/// <summary>Storage for the intervals from which numbers are chosen.</summary>
/// <param name="shapes">The shapes of the rows.</param>
/// <param name="declared">The low and the high end of each declared interval.</param>
internal sealed class RangeStorage(RowShapes shapes, float[] declared) : FloatStorage(shapes)
{
    /// <summary>The widths of the legal intervals relative to those of the declared ones.</summary>
    public override (double Legal, double Total) CountLegal(int steps)
    {
        (double legal, double total) = (0, 0);
        for (int step = 0; step < steps; step++)
        {
            float[] ends = new float[Shapes.At(step).Product()];
            for (int environment = 0; environment < Shapes.Environments; environment++)
            {
                if (HasTensor(step))
                {
                    Read((step * Shapes.Environments) + environment, ends);
                }
                else
                {
                    FillNull(ends);
                }

                total += ends.Length / 2;
                for (int i = 0; i < ends.Length; i += 2)
                {
                    legal += Share(ends.AsSpan(i, 2), declared.AsSpan(i % declared.Length, 2));
                }
            }
        }

        return (legal, total);
    }

    /// <summary>A range that is null allows the declared interval.</summary>
    protected override void FillNull(Span<float> values)
    {
        for (int first = 0; first < values.Length; first += declared.Length)
        {
            declared.CopyTo(values[first..]);
        }
    }

    private static double Share(ReadOnlySpan<float> ends, ReadOnlySpan<float> whole) =>
        Math.Max(0, (double)Math.Min(ends[1], whole[1]) - Math.Max(ends[0], whole[0])) / ((double)whole[1] - whole[0]);
}
