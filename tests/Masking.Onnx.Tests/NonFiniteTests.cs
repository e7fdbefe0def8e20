using Masking.Policies.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Onnx.Tests;

/// <summary>Logits that are not finite give no action in their rows only.</summary>
public sealed class NonFiniteTests
{
    private const int Rows = 8;

    public static TheoryData<string> Policies =>
        [nameof(SkirmishPolicy), nameof(DrillPolicy), nameof(RaidPolicy), nameof(SwarmPolicy), nameof(AimPolicy)];

    [Theory, MemberData(nameof(Policies))]
    public void RowsWithNaN_HaveNoAction(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using nn.Module policy = (nn.Module)Activator.CreateInstance(
            typeof(SkirmishPolicy).Assembly.GetType($"Masking.Policies.Tests.{name}")!)!;
        Weights.Randomise(policy, seed: 1);
        PolicyDeclaration declaration = ((IMaskedNetwork)policy).Declaration;
        using ExportedPolicy exported = new((IMaskedNetwork)policy);
        Dictionary<string, Tensor> inputs = RandomInputs.Of(declaration, exported.Inputs, Rows);
        Dictionary<string, Tensor> expected = exported.Run(inputs, new RandomStream(seed: 3).Next());

        // A vector if there is one, otherwise the first input.
        string spoiled = declaration.Inputs.Where(input => !input.IsForValueOnly)
            .OrderBy(input => input.Kind == InputKind.Vector ? 0 : 1).First().Name;
        inputs[spoiled] = inputs[spoiled].clone();
        inputs[spoiled].narrow(0, 3, 1).fill_(Constant.Of(float.NaN));
        Dictionary<string, Tensor> outputs = exported.Run(inputs, new RandomStream(seed: 3).Next());
        foreach (HeadDeclaration head in declaration.Heads)
        {
            Tensor action = outputs[head.Name];
            Tensor isNone = action.dtype == ScalarType.Int64 ? action.eq(Constant.Of(-1)) : action.isnan();
            Assert.True(isNone[3].all().item<bool>(), head.Name);
            Assert.True(action[..3].allclose(expected[head.Name][..3], equal_nan: true), head.Name);
            Assert.True(action[4..].allclose(expected[head.Name][4..], equal_nan: true), head.Name);
        }
    }
}
