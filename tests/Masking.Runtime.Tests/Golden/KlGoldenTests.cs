using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class KlGoldenTests
{
    internal const string FileName = "kl";

    public static TheoryData<string> Cases => GoldenFile<KlCase>.Names(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Divergence_IsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        KlCase golden = GoldenFile<KlCase>.Case(FileName, name);
        using MaskedCategorical p = new(golden.PLogits.Floats(), golden.PMask.Mask());
        using MaskedCategorical q = new(golden.QLogits.Floats(), golden.QMask.Mask());

        TensorAssert.Close(golden.Kl.Values, p.KlDivergence(q), "kl");
    }
}
