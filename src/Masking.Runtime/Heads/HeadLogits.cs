using Masking.CompilerServices;
using static TorchSharp.torch;

namespace Masking.Heads;

/// <summary>The logits of one head, beside those of others that came from one product with them.</summary>
/// <param name="Beside"><c>(rows, columns)</c>.</param>
/// <param name="First">The first column of this head.</param>
/// <param name="Columns">How many it has.</param>
internal sealed record HeadLogits(Tensor Beside, long First, long Columns)
{
    /// <summary><c>(rows, choices)</c>.</summary>
    public Tensor Alone => Beside.size(1) == Columns ? Beside : Beside.narrow(1, First, Columns);

    /// <summary>
    /// The logits of each head; null where they depend on what is chosen. Heads that are linear in what an actor knows share one product.
    /// </summary>
    /// <param name="plan">What the heads choose.</param>
    /// <param name="inputs">The heads with their masks.</param>
    /// <param name="actors">Who acts.</param>
    /// <param name="features"><c>(rows, inputs)</c>: what each actor knows.</param>
    public static HeadLogits?[] Of(ActionPlan plan, HeadInput[] inputs, ActorRows actors, Tensor features)
    {
        HeadLogits?[] logits = new HeadLogits?[inputs.Length];
        Tensor? columns = Product(plan, inputs, features);
        long column = 0;
        for (int head = 0; head < inputs.Length; head++)
        {
            if (plan.Heads[head].FollowsChoices)
            {
                continue;
            }

            if (inputs[head].Head is IProjectedHead)
            {
                logits[head] = new HeadLogits(columns!, column, inputs[head].Choices);
                column += inputs[head].Choices;
            }
            else
            {
                logits[head] = new HeadLogits(inputs[head].Logits(actors, features), 0, inputs[head].Choices);
            }
        }

        return logits;
    }

    /// <summary>The logits of all heads that are linear in what an actor knows, side by side; null where there is no such head.</summary>
    private static Tensor? Product(ActionPlan plan, HeadInput[] inputs, Tensor features)
    {
        List<Tensor> weights = new(inputs.Length);
        List<Tensor> biases = new(inputs.Length);
        for (int head = 0; head < inputs.Length; head++)
        {
            if (inputs[head].Head is IProjectedHead linear && !plan.Heads[head].FollowsChoices)
            {
                weights.Add(linear.Weight);
                biases.Add(linear.Bias);
            }
        }

        return weights.Count switch
        {
            0 => null,
            1 => nn.functional.linear(features, weights[0], biases[0]),
            _ => nn.functional.linear(features, cat(weights, 0), cat(biases, 0)),
        };
    }
}
