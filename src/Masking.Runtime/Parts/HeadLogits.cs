using static TorchSharp.torch;

namespace Masking;

/// <summary>The logits of one head, beside those of others that came from one product with them.</summary>
/// <param name="Beside"><c>(rows, columns)</c>.</param>
/// <param name="First">The first column of this head.</param>
/// <param name="Columns">How many it has.</param>
internal sealed record HeadLogits(Tensor Beside, long First, long Columns)
{
    /// <summary><c>(rows, choices)</c>.</summary>
    public Tensor Alone => Beside.size(1) == Columns ? Beside : Beside.narrow(1, First, Columns);

    /// <summary>The logits of each head; null where they depend on what is chosen. Heads that are linear in what an actor knows share one product.</summary>
    /// <param name="plan">What the heads choose.</param>
    /// <param name="inputs">The heads with their masks.</param>
    /// <param name="actors">Who acts.</param>
    /// <param name="features"><c>(rows, inputs)</c>: what each actor knows.</param>
    public static HeadLogits?[] Of(ActionPlan plan, HeadInput[] inputs, ActorRows actors, Tensor features)
    {
        HeadLogits?[] logits = new HeadLogits?[inputs.Length];
        int[] first = [.. Enumerable.Range(0, inputs.Length).Where(head => !plan.Heads[head].FollowsChoices)];
        int[] linear = [.. first.Where(head => inputs[head].Head is IProjectedHead)];
        if (linear.Length > 0)
        {
            IProjectedHead[] heads = [.. linear.Select(head => (IProjectedHead)inputs[head].Head)];
            Tensor columns = nn.functional.linear(features, heads.Select(head => head.Weight).Beside(0), heads.Select(head => head.Bias).Beside(0));
            long column = 0;
            foreach (int head in linear)
            {
                logits[head] = new HeadLogits(columns, column, inputs[head].Choices);
                column += inputs[head].Choices;
            }
        }

        foreach (int head in first.Except(linear))
        {
            logits[head] = new HeadLogits(inputs[head].Logits(actors, features), 0, inputs[head].Choices);
        }

        return logits;
    }
}
