using Masking.Benchmarks.Comparing;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Tests;

/// <summary>Tests of the checks that precede the timing.</summary>
public sealed class AgreementTests
{
    [Fact]
    public void Check_RefusesWhatItMust() => Assert.Null(Record.Exception(SelfCheck.Run));

    [Fact]
    public void Refusal_SaysWhatDiffers_AndByHowMuch()
    {
        using DisposeScope scope = NewDisposeScope();
        DisagreementException refused = Assert.Throws<DisagreementException>(() =>
            Agreement.RequireClose("W1: entropies", tensor(1.5f), tensor(1f))
        );
        Assert.Equal("W1: entropies: ours differ from the baseline's by 0.5, more than 0.0001.", refused.Message);
    }

    [Fact]
    public void Refusal_SaysHowOftenMaskedChoicesWereDrawn()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor probs = tensor(new[] { 1f, 0f }).reshape(1, 2);
        int draws = 0;
        DisagreementException refused = Assert.Throws<DisagreementException>(() =>
            Agreement.RequireFrequencies("W1", probs, () => Agreement.OneHot(tensor(new[] { draws++ == 3 ? 1L : 0L }), 2))
        );
        Assert.StartsWith("W1: 1 of ", refused.Message, StringComparison.Ordinal);
    }
}
