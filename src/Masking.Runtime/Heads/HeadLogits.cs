using Masking.CompilerServices;
using static TorchSharp.torch;

namespace Masking.Heads;

/// <summary>The logits of a head, which are columns of a tensor that several heads may share.</summary>
/// <param name="Source">The logits of all heads that share a matrix product, <c>(rows, columns)</c>.</param>
/// <param name="FirstColumn">The first column of this head.</param>
/// <param name="Columns">The number of columns of this head.</param>
internal sealed record HeadLogits(Tensor Source, long FirstColumn, long Columns)
{
    /// <summary>The logits of this head only, <c>(rows, choices)</c>.</summary>
    public Tensor OfHead => Source.size(1) == Columns ? Source : Source.narrow(1, FirstColumn, Columns);

    /// <summary>
    /// Computes the logits of each head; null for heads whose logits depend on earlier choices. All dense heads share one matrix product.
    /// </summary>
    /// <param name="plan">The heads and their choices.</param>
    /// <param name="inputs">The heads with their masks.</param>
    /// <param name="actors">The actors.</param>
    /// <param name="features">The features of each actor, <c>(rows, inputs)</c>.</param>
    public static HeadLogits?[] Of(ActionPlan plan, HeadInput[] inputs, ActorRows actors, Tensor features)
    {
        HeadLogits?[] logits = new HeadLogits?[inputs.Length];
        Tensor? columns = Product(plan, inputs, features);
        long column = 0;
        for (int head = 0; head < inputs.Length; head++)
        {
            if (plan.Heads[head].DependsOnChoices)
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

    /// <summary>Computes the concatenated logits of all dense heads; null without such a head.</summary>
    private static Tensor? Product(ActionPlan plan, HeadInput[] inputs, Tensor features)
    {
        List<Tensor> weights = new(inputs.Length);
        List<Tensor> biases = new(inputs.Length);
        for (int head = 0; head < inputs.Length; head++)
        {
            if (inputs[head].Head is IProjectedHead linear && !plan.Heads[head].DependsOnChoices)
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
