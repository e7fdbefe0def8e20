using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

/// <summary>Sets the weights of declared policies so that the observed numbers are the logits.</summary>
internal static class IdentityWeights
{
    /// <summary>Creates a policy in which each head returns its own columns of the observation, in order.</summary>
    public static Subject Policy<TPolicy, TObservation, TActions, TDistribution>(TPolicy policy, params string[] heads)
        where TPolicy : MaskedPolicy<TObservation, TActions, TDistribution>
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
        where TDistribution : class, IPolicyDistribution<TDistribution, TActions>
    {
        SetIdentity(policy, heads);
        return new Subject<TPolicy, TObservation, TActions, TDistribution>(
            policy,
            new PolicySpec(typeof(TPolicy).Name, HasValue: false, [], [])
        );
    }

    /// <summary>Sets the weights of heads so that each returns its own columns of the observation, in order.</summary>
    public static void SetIdentity(nn.Module policy, params string[] heads)
    {
        using IDisposable frozen = no_grad();
        int column = 0;
        foreach (string head in heads)
        {
            Tensor weight = Parameter(policy, $"{head}.weight");
            SetIdentity(weight, column);
            Parameter(policy, $"{head}.bias").zero_();
            column += (int)weight.size(0);
        }
    }

    /// <summary>Sets the weights of a pointer to the identity, so that the logits are <c>q·k / sqrt(numbers)</c>.</summary>
    public static void SetPointerIdentity(nn.Module policy, string head, long numbers)
    {
        using IDisposable frozen = no_grad();
        Tensor query = Parameter(policy, $"{head}.query.weight");
        SetIdentity(query, 0);
        query.mul_(Constant.Of(Math.Sqrt((double)query.size(0) / numbers)));
        Parameter(policy, $"{head}.query.bias").zero_();
        SetIdentity(Parameter(policy, $"{head}.key.weight"), 0);
    }

    /// <summary>Appends columns with the given value.</summary>
    public static Tensor Padded(Tensor tensor, long size, TorchSharp.Scalar something) =>
        cat([tensor, full([.. tensor.shape[..^1], size - tensor.size(-1)], something, tensor.dtype)], -1);

    private static Tensor Parameter(nn.Module policy, string name) => policy.named_parameters().Single(pair => pair.name == name).parameter;

    private static void SetIdentity(Tensor weight, int column)
    {
        weight.zero_();
        for (int row = 0; row < Math.Min(weight.size(0), weight.size(1) - column); row++)
        {
            weight[row, column + row].fill_(Constant.Of(1));
        }
    }
}
