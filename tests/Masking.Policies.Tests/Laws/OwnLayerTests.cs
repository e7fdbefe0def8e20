using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Additional layers of a policy are trained, moved, saved and loaded like its parts.</summary>
public class OwnLayerTests
{
    private static readonly string[] Own =
        ["Hints.0.bias", "Hints.0.weight", "Hints.1.bias", "Hints.1.weight", "later.bias", "later.weight", "predict.bias",
            "predict.weight", "renamed", "scale"];

    [Fact]
    public void Layers_AreRegisteredUnderTheirNames()
    {
        using LayeredPolicy policy = new(2);
        string[] parts = ["Core.layer.bias", "Core.layer.weight", "Globals.layer.bias", "Globals.layer.weight", "Jump.bias", "Jump.weight"];

        Assert.Equal(parts.Concat(Own).Order(StringComparer.Ordinal), policy.named_parameters().Select(parameter => parameter.name)
            .Order(StringComparer.Ordinal));
        Assert.Equal(parts.Concat(Own).Append("mean").Append("seen").Order(StringComparer.Ordinal), policy.state_dict()
            .Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void OneStep_ChangesEveryLayer(ScalarType precision)
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredPolicy policy = new(2);
        policy.to(precision);
        Tensor globals = rand(16, 4, precision, generator: new Generator(1));
        Dictionary<string, Tensor> before = policy.named_parameters().ToDictionary(parameter => parameter.name,
            parameter => parameter.parameter.detach().clone());

        // The loss is never 0, and has a gradient to every unit.
        policy.Predict(globals).exp().mean().backward();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in policy.named_parameters()
            .Where(parameter => Own.Contains(parameter.name)))
        {
            using IDisposable frozen = no_grad();
            Assert.NotNull(parameter.grad);
            parameter.sub_(parameter.grad!);
            Assert.Equal(precision, parameter.dtype);
            Assert.False(parameter.Equals(before[name]), name);
        }
    }

    [Fact]
    public void InFloat64_FieldsContainTheRegisteredTensors()
    {
        using LayeredPolicy policy = new(2);
        using DisposeScope scope = NewDisposeScope();
        Tensor globals = rand(3, 4);
        Tensor single = policy.Predict(globals);

        policy.to(ScalarType.Float64);

        Assert.Equal([policy.get_parameter("scale")!.Handle, policy.get_parameter("renamed")!.Handle, policy.get_buffer("mean")!.Handle],
            policy.OwnTensors.Select(tensor => tensor.Handle));
        Assert.All(policy.OwnTensors, tensor => Assert.Equal(ScalarType.Float64, tensor.dtype));
        Assert.Equal((policy.get_buffer("seen")!.Handle, ScalarType.Int64), (policy.Seen.Handle, policy.Seen.dtype));
        Same.Nearly(single.to(ScalarType.Float64), policy.Predict(globals.to(ScalarType.Float64)), "prediction");
    }

    [Fact]
    public void SavedAndLoaded_LayersAreTheSame()
    {
        using LayeredPolicy policy = new(2);
        using LayeredPolicy other = new(2);
        using DisposeScope scope = NewDisposeScope();
        Weights.Randomise(policy, seed: 1);
        using (no_grad())
        {
            policy.get_buffer("mean")!.copy_(rand(2));
        }

        Tensor globals = rand(3, 4);
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            policy.save(file);
            other.load(file);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(Same.Numbers(policy.Predict(globals)), Same.Numbers(other.Predict(globals)));
    }

    [Fact]
    public void BuiltInADisposeScope_LayersOutliveIt()
    {
        LayeredPolicy policy;
        using (NewDisposeScope())
        {
            policy = new LayeredPolicy(2);
        }

        using (policy)
        using (NewDisposeScope())
        {
            Assert.All(policy.state_dict().Values, tensor => Assert.False(tensor.IsInvalid));
            Assert.Equal([3L, 2L], policy.Predict(rand(3, 4)).shape);
        }
    }

    [Fact]
    public void ALayerOfADerivedClass_IsRegisteredByIt()
    {
        LayeredJumper policy;
        using (NewDisposeScope())
        {
            policy = new LayeredJumper();
        }

        using (policy)
        {
            policy.to(ScalarType.Float64);

            Assert.Equal(policy.get_parameter("gain")!.Handle, policy.Gain.Handle);
            Assert.Equal(policy.get_parameter("bias")!.Handle, policy.Offset.Handle);
            Assert.Equal((ScalarType.Float64, ScalarType.Float64), (policy.Gain.dtype, policy.Offset.dtype));
        }
    }

    [Fact]
    public void OtherTypes_AreRefusedAsLayers()
    {
        using LayeredJumper policy = new();

        ArgumentException refused = Assert.Throws<ArgumentException>(() => policy.Try("a text"));

        Assert.StartsWith("PlainJumper.tried: expected a module, a parameter or a tensor, got a String.", refused.Message,
            StringComparison.Ordinal);
        policy.Try(null);
    }

    [Fact]
    public void APolicyInAPolicy_IsRegistered_AndPrecisionIsThatOfTheParts()
    {
        using DisposeScope scope = NewDisposeScope();
        using MixedPolicy policy = new(seed: 1);
        Step<MixedPolicy.Actions> step = policy.Act(
            new MixedPolicy.Observation { Globals = zeros(2, 4), JumpMask = null },
            new RandomStream(1)
        );

        Assert.Equal([2], step.LogProb.shape);
        Assert.Contains("teacher.Jump.weight", policy.state_dict().Keys);
        Assert.Contains("precise", policy.state_dict().Keys);
    }
}
