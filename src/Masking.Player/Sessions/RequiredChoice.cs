using Masking.CompilerServices;
using Masking.Policies;

namespace Masking.Player.Sessions;

/// <summary>A head of the agent that needs a legal choice in every environment.</summary>
internal abstract class RequiredChoice
{
    /// <exception cref="NoLegalActionException">An environment has no legal choice.</exception>
    public abstract void Check(string policy);

    /// <summary>A head that chooses one of several choices.</summary>
    /// <param name="head">The name of the head.</param>
    /// <param name="mask"><c>(environments, choices…)</c>.</param>
    /// <param name="present">The candidates that are present; null for other heads than pointers.</param>
    public sealed class OfFlags(string head, HostArray<bool> mask, HostArray<bool>? present) : RequiredChoice
    {
        public override void Check(string policy)
        {
            ReadOnlySpan<bool> candidates = present is null ? [] : present.Elements;
            IReadOnlyList<long> rows = LegalityCheck.RowsWithoutLegalChoice(mask.Shape[0], mask.Elements, candidates);
            if (rows.Count > 0)
            {
                throw new NoLegalActionException(policy, head, rows);
            }
        }
    }

    /// <summary>A head that chooses a number.</summary>
    /// <param name="head">The name of the head.</param>
    /// <param name="range"><c>(environments, 2)</c>: the low and the high end.</param>
    /// <param name="low">The low end of the declared interval.</param>
    /// <param name="high">The high end of the declared interval.</param>
    public sealed class OfNumber(string head, HostArray<float> range, float low, float high) : RequiredChoice
    {
        public override void Check(string policy)
        {
            ReadOnlySpan<float> ends = range.Elements;
            IReadOnlyList<long> rows = LegalityCheck.RowsWithoutLegalNumber(ends, low, high);
            if (rows.Count > 0)
            {
                int first = 2 * (int)rows[0];
                throw NoLegalActionException.OfNumber(policy, head, rows, (ends[first], ends[first + 1]), (low, high));
            }
        }
    }
}
