using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

/// <summary>Declared policies whose heads pass on what they know, so that what is observed are the logits.</summary>
internal static class Plain
{
    /// <summary>A policy whose heads each pass on their own columns, one head behind the other.</summary>
    public static Subject Policy<TPolicy, TObservation, TActions, TDistribution>(TPolicy policy, params string[] heads)
        where TPolicy : MaskedPolicy<TObservation, TActions, TDistribution>
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : class, IPolicyDistribution<TDistribution, TActions>
    {
        PassOn(policy, heads);
        return new Subject<TPolicy, TObservation, TActions, TDistribution>(
            policy,
            new PolicySpec(typeof(TPolicy).Name, HasValue: false, [], [])
        );
    }

    /// <summary>Makes heads pass on their own columns, one head behind the other.</summary>
    public static void PassOn(nn.Module policy, params string[] heads)
    {
        using IDisposable frozen = no_grad();
        int column = 0;
        foreach (string head in heads)
        {
            Tensor weight = Parameter(policy, $"{head}.weight");
            PassOn(weight, column);
            Parameter(policy, $"{head}.bias").zero_();
            column += (int)weight.size(0);
        }
    }

    /// <summary>Makes a query and keys pass on what they know, so that the logits are <c>q·k / sqrt(numbers)</c>.</summary>
    public static void PassOnPointer(nn.Module policy, string head, long numbers)
    {
        using IDisposable frozen = no_grad();
        Tensor query = Parameter(policy, $"{head}.query.weight");
        PassOn(query, 0);
        query.mul_(Constant.Of(Math.Sqrt((double)query.size(0) / numbers)));
        Parameter(policy, $"{head}.query.bias").zero_();
        PassOn(Parameter(policy, $"{head}.key.weight"), 0);
    }

    /// <summary>More columns, which hold something.</summary>
    public static Tensor Padded(Tensor tensor, long size, TorchSharp.Scalar something) =>
        cat([tensor, full([.. tensor.shape[..^1], size - tensor.size(-1)], something, tensor.dtype)], -1);

    private static Tensor Parameter(nn.Module policy, string name) => policy.named_parameters().Single(pair => pair.name == name).parameter;

    private static void PassOn(Tensor weight, int column)
    {
        weight.zero_();
        for (int row = 0; row < Math.Min(weight.size(0), weight.size(1) - column); row++)
        {
            weight[row, column + row].fill_(Constant.Of(1));
        }
    }
}
