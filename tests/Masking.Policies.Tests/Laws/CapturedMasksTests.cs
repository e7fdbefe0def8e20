using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>
/// A distribution copies its masks when it is created. Writing to them later, as environments do with the memory of a batch, changes no
/// value and no gradient.
/// </summary>
public class CapturedMasksTests
{
    [Theory, EveryPolicy]
    public void WritingToMasksLater_ChangesNoValue(string policy)
    {
        foreach (ScalarType precision in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using Subject subject = Policies.Make(policy, precision: precision);
            Property.Holds(BatchOptions.Filled, options =>
            {
                Tensor?[] observation = subject.Observe(options);
                Tensor?[] rewritten = [.. observation.Select(tensor => tensor?.clone())];
                using IDisposable? frozen = options.Seed % 2 == 0 ? no_grad() : null;
                SubjectDistribution expected = subject.Forward(observation);
                SubjectDistribution actual = subject.Forward(rewritten);
                Invert(rewritten, _ => true);

                Tensor[] drawn = expected.Sample(new RandomStream(options.Seed));
                Tensor[] drawnThere = actual.Sample(new RandomStream(options.Seed));
                if (precision == ScalarType.Float64)
                {
                    // In float32, rounding depends on the alignment of tensors, and may affect which action is sampled.
                    AreTheSame(drawn, drawnThere, "sample");
                    AreTheSame(expected.Mode(), actual.Mode(), "mode");
                }

                Same.Nearly(expected.LogProb(drawn), actual.LogProb(drawn), "log-probability");
                Same.Nearly(expected.Entropy(), actual.Entropy(), "entropy");
                Same.Nearly(expected.KlDivergence(expected), actual.KlDivergence(actual), "divergence");
                foreach (HeadSpec head in subject.Spec.Heads)
                {
                    Same.Nearly(expected.Probs(head.Name), actual.Probs(head.Name), $"probabilities of {head.Name}");
                    Same.Nearly(expected.LogProb(head.Name, drawn), actual.LogProb(head.Name, drawn), $"log-probability of {head.Name}");
                }
            }, cases: 20);
        }
    }

    [Theory, EveryPolicy]
    public void WritingToMasksBeforeTheBackwardPass_ChangesNoGradient(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Filled, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
            Tensor[] expected = Gradients(() => { });

                // A custom encoder may keep the mask that is passed to it.
                Tensor[] actual = Gradients(() =>
                    Invert(
                        observation,
                        member => policy != nameof(WorkshopPolicy) || subject.Spec.Members[member].Kind == MemberKind.ActionMask
                    )
                );

            AreTheSame(expected, actual, "gradient");

            Tensor[] Gradients(Action meanwhile)
            {
                subject.Module.zero_grad();
                SubjectEvaluation evaluation = subject.Evaluate(observation, actions);
                Tensor loss = evaluation.LogProb.Plus(evaluation.Entropy).sum();
                meanwhile();
                loss.backward();
                return [.. subject.Module.parameters().Select(parameter => (parameter.grad ?? zeros_like(parameter)).clone())];
            }
        }, cases: 20);
    }

    /// <summary>Inverts every flag in memory, without libtorch's knowledge.</summary>
    private static void Invert(Tensor?[] observation, Func<int, bool> selects)
    {
        foreach (
            Tensor tensor in observation
                .Where((_, member) => selects(member))
                .OfType<Tensor>()
                .Where(tensor => tensor.dtype == ScalarType.Bool && tensor.numel() > 0)
        )
        {
            foreach (ref byte flag in tensor.bytes)
            {
                flag = (byte)(flag == 0 ? 1 : 0);
            }
        }
    }

    private static void AreTheSame(Tensor[] expected, Tensor[] actual, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Same.Nearly(expected[i], actual[i], $"{what} {i}");
        }
    }
}
