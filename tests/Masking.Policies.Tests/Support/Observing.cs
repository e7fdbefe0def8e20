using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Creates random observations that a policy accepts.</summary>
internal static class Observing
{
    /// <summary>Creates the tensors of a random observation, in the order of the declaration.</summary>
    public static Tensor?[] Observe(this Subject subject, BatchOptions options)
    {
        Random random = new(options.Seed);
        PolicySpec spec = subject.Spec;
        Dictionary<string, int> sizes = Sizes(spec, options, random);
        Dictionary<string, bool[]> presence = spec.Members.Where(member => member.Kind == MemberKind.Presence)
            .ToDictionary(member => member.Name, member => Present(spec, member, sizes, options, random));
        return [.. spec.Members.Select(member => Draw(spec, member, sizes, presence, options, random, subject.Precision))];
    }

    /// <summary>Returns the observation with other action masks, which leave a legal choice to heads that require one.</summary>
    public static Tensor?[] WithOtherMasks(this Subject subject, Tensor?[] observation, BatchOptions options)
    {
        Random random = new(options.Seed + 1);
        return [.. observation.Select((tensor, i) =>
        {
            if (subject.Spec.Members[i].Kind != MemberKind.ActionMask || tensor is null)
            {
                return tensor;
            }

                    HeadSpec head = subject.Spec.Heads.Single(each => each.Mask == subject.Spec.Members[i].Name);
                    bool[] mask = Bits((int)tensor.numel(), 0.8, random);
                    if (head.MustChoose)
                    {
                        AllowOne(
                            mask,
                            head.Over is null ? null : Same.Booleans(observation[subject.Spec.IndexOf(head.Over)]!),
                            options.Batch,
                            random
                        );
                    }

            return Mask(mask, tensor.shape);
        })];
    }

    /// <summary>Creates a tensor of flags.</summary>
    public static Tensor Mask(bool[] values, params long[] shape) => tensor(values).reshape(shape);

    private static Dictionary<string, int> Sizes(PolicySpec spec, BatchOptions options, Random random)
    {
        HashSet<string> needed =
        [
            .. spec.Heads.Where(head => head.MustChoose && head.Over is not null).Select(head => spec[head.Over!].Axes[1]),
        ];
        Dictionary<string, int> sizes = new() { ["batch"] = options.Batch };
        foreach (string axis in spec.Members.SelectMany(member => member.Axes).Where(axis => axis != "batch"))
        {
            // A map has at least one cell. A set may be empty, unless a pointer requires a candidate.
            int least =
                axis.StartsWith("entities", StringComparison.Ordinal) && !needed.Contains(axis)
                    ? options.MinSlots
                    : Math.Max(1, options.MinSlots);
            sizes[axis] =
                MemberSpec.IsSize(axis) ? int.Parse(axis)
                : sizes.TryGetValue(axis, out int known) ? known
                : random.Next(least, Math.Max(least, options.Slots) + 1);
        }

        return sizes;
    }

    private static Tensor? Draw(
        PolicySpec spec,
        MemberSpec member,
        Dictionary<string, int> sizes,
        Dictionary<string, bool[]> presence,
        BatchOptions options,
        Random random,
        ScalarType precision
    )
    {
        long[] shape = [.. member.Axes.Select(axis => (long)sizes[axis])];
        int count = (int)shape.Aggregate(1L, (product, size) => product * size);
        switch (member.Kind)
        {
            case MemberKind.Dense:
            case MemberKind.Memory:
                return tensor(Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1).ToArray()).to(precision).reshape(shape);
            case MemberKind.Presence:
                return Mask(presence[member.Name], shape);
            case MemberKind.Sight:
                return Mask(Bits(count, options.Legal, random), shape);
            default:
                bool[] mask = Bits(count, options.Legal, random);
                HeadSpec head = spec.Heads.Single(each => each.Mask == member.Name);
                if (head.MustChoose)
                {
                    AllowOne(mask, head.Over is null ? null : presence[head.Over], options.Batch, random);
                }

                return random.NextDouble() < options.NullMasks ? null : Mask(mask, shape);
        }
    }

    private static bool[] Present(PolicySpec spec, MemberSpec member, Dictionary<string, int> sizes, BatchOptions options, Random random)
    {
        bool[] present = Bits(member.Axes.Aggregate(1, (product, axis) => product * sizes[axis]), options.Presence, random);
        if (spec.Heads.Any(head => head.MustChoose && head.Over == member.Name))
        {
            AllowOne(present, null, options.Batch, random);
        }

        return present;
    }

    /// <summary>Sets one flag in every row, among those that are set in <paramref name="among"/>.</summary>
    private static void AllowOne(bool[] mask, bool[]? among, int batch, Random random)
    {
        for (int row = 0; row < batch; row++)
        {
            int width = mask.Length / batch;
            int[] candidates = [.. Enumerable.Range(row * width, width).Where(i => among is null || among[i])];
            mask[candidates[random.Next(candidates.Length)]] = true;
        }
    }

    private static bool[] Bits(int count, double probability, Random random) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < probability)];
}
