using System.Text.Json;
using Masking.Policies.Tests;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Onnx.Tests;

[MaskedPolicy]
public sealed partial class UnexportablePolicy
{
    [Observation(3)] public partial UnexportableEncoder Eyes { get; }
    [Observation(3)] public partial MlpEncoder Ears { get; }
    [ActionMask]     public partial UnexportableHead Step { get; }
}

public sealed class UnexportableEncoder(int inputs) : VectorEncoder(nameof(UnexportableEncoder), inputs)
{
    public override Tensor forward(Tensor input) => input.alias();
}

public sealed class UnexportableHead(int inputs, int choices) : ChoiceHead<bool>(nameof(UnexportableHead), inputs, choices)
{
    protected override Tensor Logits(Tensor features) => features.narrow(1, 0, Choices);
}

[MaskedPolicy]
public sealed partial class ForgetfulPolicy
{
    [Observation(3)] public partial ForgetfulEncoder Eyes { get; }
    [ActionMask]     public partial Head<bool> Step { get; }
}

public sealed class ForgetfulEncoder(int inputs) : VectorEncoder(nameof(ForgetfulEncoder), inputs), IOnnxPart
{
    public override Tensor forward(Tensor input) => input.alias();

    public IReadOnlyList<OnnxValue> Export(OnnxGraph graph, IReadOnlyList<OnnxValue> inputs) => [];
}

[MaskedPolicy]
public sealed partial class LowerCasePolicy
{
    [Observation(3)] public partial MlpEncoder uniforms { get; }
    [ActionMask]     public partial Head<bool> Step { get; }
}

[MaskedPolicy]
public sealed partial class SuffixPolicy
{
    [Observation(3)] public partial MlpEncoder Add { get; }
    [ActionMask]     public partial Head<bool> Step { get; }
    [ActionMask]     public partial Head<bool> StepProbs { get; }
}

public sealed class SaveOnnxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("masking-onnx").FullName;

    private string Path => System.IO.Path.Combine(_folder, "policy.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_ContainsTheDeclaration()
    {
        using SkirmishPolicy policy = new();
        policy.SaveOnnx(Path);
        using InferenceSession session = new(Path);
        JsonElement declaration = JsonDocument.Parse(session.ModelMetadata.CustomMetadataMap["masking.declaration"]).RootElement;
        Assert.Equal("SkirmishPolicy", declaration.GetProperty("name").GetString());
        JsonElement heads = declaration.GetProperty("actors")[0].GetProperty("heads");
        Assert.Equal(["Command", "Heading", "Target"], heads.EnumerateArray().Select(head => head.GetProperty("name").GetString()));
        Assert.Equal("SkirmishPolicy", session.ModelMetadata.GraphName);
        Assert.Equal("Masking", session.ModelMetadata.ProducerName);
    }

    [Fact]
    public void File_HasTheDocumentedNamesAndShapes()
    {
        using SentryPolicy policy = new();
        policy.SaveOnnx(Path, new OnnxOptions { HasProbs = true });
        using InferenceSession session = new(Path);
        Assert.Equal(
            [
                "CommandMask (batch, 4) Bool",
                "Contacts (batch, Contacts.entities, 3) Float",
                "ContactsMask (batch, Contacts.entities) Bool",
                "Memory.Hidden (batch, 16) Float",
                "Sounds (batch, 5) Float",
                "TargetMask (batch, Contacts.entities) Bool",
                "uniforms (batch, 2) Float",
            ],
            Describe(session.InputMetadata));
        Assert.Equal(
            [
                "Command (batch) Int64", "CommandProbs (batch, 4) Float", "Target (batch) Int64",
                "TargetProbs (batch, Contacts.entities) Float", "logProb (batch) Float", "next.Hidden (batch, 16) Float",
                "value (batch) Float",
            ],
            Describe(session.OutputMetadata));
    }

    [Fact]
    public void GreedyFile_HasNoUniformNumbers()
    {
        using SwarmPolicy policy = new();
        policy.SaveOnnx(Path, new OnnxOptions { IsGreedy = true });
        using InferenceSession session = new(Path);
        Assert.DoesNotContain(session.InputNames, name => name.EndsWith("uniforms", StringComparison.Ordinal));
    }

    [Fact]
    public void FixedNumberOfEntities_IsInTheShapes()
    {
        using SkirmishPolicy policy = new();
        policy.SaveOnnx(Path, new OnnxOptions { Entities = new Dictionary<string, int> { ["Units"] = 7 } });
        using InferenceSession session = new(Path);
        Assert.Contains("Units (batch, 7, 9) Float", Describe(session.InputMetadata));
    }

    [Fact]
    public void SameParameters_GiveTheSameBytes()
    {
        using SkirmishPolicy policy = new();
        policy.SaveOnnx(Path);
        byte[] first = File.ReadAllBytes(Path);
        policy.SaveOnnx(Path);
        Assert.Equal(first, File.ReadAllBytes(Path));
    }

    [Fact]
    public void Half_BecomesSingle()
    {
        using SkirmishPolicy policy = new();
        policy.to(ScalarType.Float16);
        policy.SaveOnnx(Path);
        using InferenceSession session = new(Path);
        Assert.Contains("Globals (batch, 12) Float", Describe(session.InputMetadata));
    }

    [Fact]
    public void CustomParts_AreReportedByName()
    {
        using UnexportablePolicy policy = new();
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => policy.SaveOnnx(Path));
        Assert.Equal(
            "expected parts of the library, or parts that implement IOnnxPart, got UnexportablePolicy.Eyes (UnexportableEncoder), "
                + "UnexportablePolicy.Step (UnexportableHead). Implement IOnnxPart in these classes.",
            exception.Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void PartThatReturnsNothing_IsReported()
    {
        using ForgetfulPolicy policy = new();
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => policy.SaveOnnx(Path));
        Assert.Equal("ForgetfulPolicy.Eyes: expected 1 output from ForgetfulEncoder.Export, got 0.", exception.Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void DistinctChoices_NeedTheNumberOfEntities()
    {
        using DispatchPolicy policy = new();
        ArgumentException exception = Assert.Throws<ArgumentException>(() => policy.SaveOnnx(Path));
        Assert.Contains("OnnxOptions.Entities needs their number", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("Globals", 3, "Entities: expected a set of SkirmishPolicy (Units), got Globals.")]
    [InlineData("Units", 0, "Entities: expected at least 1 entity in Units, got 0.")]
    public void WrongNumberOfEntities_IsReported(string set, int entities, string expected)
    {
        using SkirmishPolicy policy = new();
        OnnxOptions options = new() { Entities = new Dictionary<string, int> { [set] = entities } };
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => policy.SaveOnnx(Path, options)).Message);
    }

    [Fact]
    public void NameOfAnotherInput_IsReported()
    {
        using LowerCasePolicy policy = new();
        Assert.Equal(
            "LowerCasePolicy: expected inputs and outputs with different names, got two of the name 'uniforms'. Rename the member with "
                + "this name, or without its suffix.",
            Assert.Throws<NotSupportedException>(() => policy.SaveOnnx(Path)).Message);
        policy.SaveOnnx(Path, new OnnxOptions { IsGreedy = true });
        Assert.True(File.Exists(Path));
    }

    [Fact]
    public void NameOfProbabilities_IsReported()
    {
        using SuffixPolicy policy = new();
        Assert.Throws<NotSupportedException>(() => policy.SaveOnnx(Path, new OnnxOptions { HasProbs = true }));
        Assert.False(File.Exists(Path));
    }

    /// <summary>An input may have the name of an operator.</summary>
    [Fact]
    public void NameOfAnOperator_IsKept()
    {
        using SuffixPolicy policy = new();
        policy.SaveOnnx(Path);
        using InferenceSession session = new(Path);
        Assert.Contains("Add", session.InputNames);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ParameterThatIsNotFinite_IsReported(float number)
    {
        using SkirmishPolicy policy = new();
        policy.get_parameter("Command.bias")!.detach().fill_(Masking.Runtime.Tests.Constant.Of(number)).Dispose();
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => policy.SaveOnnx(Path));
        Assert.Equal(
            "SkirmishPolicy: expected parameters that are finite in float32, got NaN or infinity in Command.bias. The training diverged: "
                + "export an earlier checkpoint.",
            exception.Message);
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void OptionsWithoutEntities_AreReported()
    {
        using SkirmishPolicy policy = new();
        Assert.Throws<ArgumentNullException>(() => policy.SaveOnnx(Path, new OnnxOptions { Entities = null! }));
    }

    [Fact]
    public void FailedWrite_KeepsTheFile()
    {
        using SkirmishPolicy policy = new();
        policy.SaveOnnx(Path);
        byte[] first = File.ReadAllBytes(Path);
        Directory.CreateDirectory(Path + ".new");
        Assert.ThrowsAny<Exception>(() => policy.SaveOnnx(Path));
        Assert.Equal(first, File.ReadAllBytes(Path));
    }

    [Fact]
    public void DisposedPolicy_IsReported()
    {
        SkirmishPolicy policy = new();
        policy.Dispose();
        Assert.Throws<ObjectDisposedException>(() => policy.SaveOnnx(Path));
    }

    private static string[] Describe(IReadOnlyDictionary<string, NodeMetadata> values) =>
    [
        .. values.Select(each => $"{each.Key} ({string.Join(", ", each.Value.Dimensions.Zip(each.Value.SymbolicDimensions,
            (size, name) => size >= 0 ? $"{size}" : name))}) {each.Value.ElementDataType}").Order(StringComparer.Ordinal),
    ];
}
