using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>
/// Masks are captured when a distribution is created: whoever writes to them later, as environments do to the memory of a batch, changes no
/// value and no gradient.
/// </summary>
public class CapturedMasksTests
{
    [Theory, EveryPolicy]
    public void MasksThatAreWrittenToLater_ChangeNoValue(string policy)
    {
        foreach (ScalarType precision in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using Subject subject = Policies.Make(policy, precision: precision);
            Property.Holds(Scene.Filled, scene =>
            {
                Tensor?[] observation = subject.Observe(scene);
                Tensor?[] rewritten = [.. observation.Select(tensor => tensor?.clone())];
                using IDisposable? frozen = scene.Seed % 2 == 0 ? no_grad() : null;
                SubjectDistribution expected = subject.Forward(observation);
                SubjectDistribution actual = subject.Forward(rewritten);
                Invert(rewritten, _ => true);

                Tensor[] drawn = expected.Sample(new RandomStream(scene.Seed));
                Tensor[] drawnThere = actual.Sample(new RandomStream(scene.Seed));
                if (precision == ScalarType.Float64)
                {
                    // In float32 rounding, which depends on where tensors lie in memory, may decide which action is drawn.
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
    public void MasksThatAreWrittenToBeforeTheBackwardPass_ChangeNoGradient(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(Scene.Filled, scene =>
        {
            Tensor?[] observation = subject.Observe(scene);
            Tensor[] actions = subject.Act(observation, new RandomStream(scene.Seed)).Actions;
            Tensor[] expected = Gradients(() => { });

                // An encoder of one's own may keep the mask that it is given.
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
                Judgement judgement = subject.Evaluate(observation, actions);
                Tensor loss = judgement.LogProb.Plus(judgement.Entropy).sum();
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
