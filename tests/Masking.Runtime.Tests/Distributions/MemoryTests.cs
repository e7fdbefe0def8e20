using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>
/// Every tensor that a call allocates is returned or disposed: ten thousand calls do not change the number of live tensors.
/// </summary>
public sealed class MemoryTests
{
    private const int Calls = 10_000;

    [Theory]
    [MemberData(nameof(Subject.Kinds), MemberType = typeof(Subject))]
    public void Calls_LeaveNoTensor(Kind kind)
    {
        using Tensor logits = randn(4, 6);
        using Tensor mask = tensor(new[] { true, false, true, true, false, true }).expand(4, 6).clone();
        LiveTensors.AreUnchangedBy(() => AskEverything(kind, logits, mask), Calls);
    }

    [Theory]
    [MemberData(nameof(Subject.Kinds), MemberType = typeof(Subject))]
    public void CallsWithinOneScope_LeaveNoTensor(Kind kind)
    {
        using Tensor logits = randn(4, 6);
        LiveTensors.AreUnchangedWithinOneScopeBy(() => AskEverything(kind, logits, null), Calls);
    }

    [Theory]
    [MemberData(nameof(Subject.Kinds), MemberType = typeof(Subject))]
    public void Gradients_LeaveNoTensor(Kind kind)
    {
        using Tensor start = randn(4, 6);
        Learn();

        // The gradient of the last call is released by the next call.
        LiveTensors.AreUnchangedBy(Learn, calls: 1_000);

        void Learn()
        {
            using Tensor logits = start.clone();
            logits.requires_grad_();
            using Subject subject = Subject.Of(kind, logits, null);
            using Tensor mode = subject.Mode();
            using Tensor logProb = subject.LogProb(mode);
            using Tensor total = logProb.sum();
            total.backward();
        }
    }

    private static void AskEverything(Kind kind, Tensor logits, Tensor? mask)
    {
        using Subject subject = Subject.Of(kind, logits, mask);
        using Tensor sample = subject.Sample(new RandomStream(1));
        using Tensor mode = subject.Mode();
        using Tensor logProb = subject.LogProb(sample);
        using Tensor entropy = subject.Entropy();
        using Tensor divergence = subject.KlDivergence(subject);
    }
}
