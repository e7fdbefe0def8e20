using CsCheck;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

/// <summary>Recurrent cores: the formulas of a step, and the equivalence of a sequence and its steps.</summary>
public sealed class RecurrentCoreTests
{
    private const int Inputs = 4;
    private const int Width = 3;

    private static readonly Dictionary<string, Func<RecurrentCore>> Cores = new()
    {
        [nameof(GruCore)] = () => new GruCore(Inputs, Width),
        [nameof(LstmCore)] = () => new LstmCore(Inputs, Width),
    };

    public static TheoryData<string> Names => [.. Cores.Keys];

    [Fact]
    public void GruCore_EqualsTheGruOfTorch()
    {
        using DisposeScope scope = NewDisposeScope();
        using GRUCell reference = nn.GRUCell(Inputs, Width);
        using GruCore core = new(Inputs, Width);
        TakeOver(core, "fromInput.weight", reference.weight_ih!);
        TakeOver(core, "fromHidden.weight", reference.weight_hh!);
        TakeOver(core, "fromInput.bias", reference.bias_ih!);
        TakeOver(core, "fromHidden.bias", reference.bias_hh!);
        Tensor input = randn(5, Inputs);
        Tensor hidden = randn(5, Width);
        Tensor mine = Gradient.Leaf(hidden);
        Tensor theirs = Gradient.Leaf(hidden);

        Recurrence step = core.forward(input, [mine], null);
        Tensor expected = reference.call(input, theirs);

        TensorAssert.Close(expected, step.Latent);
        TensorAssert.SameBits(step.Latent, step.Memory[0]);
        TensorAssert.Close(Gradient.OfWeighted(expected, theirs), Gradient.OfWeighted(step.Latent, mine), "gradient of the hidden state");
        TensorAssert.Close(reference.weight_hh!.grad!, core.get_parameter("fromHidden.weight")!.grad!, "gradient of the weights");
    }

    [Fact]
    public void LstmCore_EqualsTheLstmOfTorch()
    {
        using DisposeScope scope = NewDisposeScope();
        using LSTMCell reference = nn.LSTMCell(Inputs, Width);
        using LstmCore core = new(Inputs, Width);
        TakeOver(core, "fromInput.weight", reference.weight_ih!);
        TakeOver(core, "fromHidden.weight", reference.weight_hh!);
        TakeOver(core, "fromInput.bias", reference.bias_ih!.Plus(reference.bias_hh!));
        Tensor input = randn(5, Inputs);
        Tensor hidden = randn(5, Width);
        Tensor cell = randn(5, Width);
        Tensor mine = Gradient.Leaf(cell);
        Tensor theirs = Gradient.Leaf(cell);

        Recurrence step = core.forward(input, [hidden, mine], null);
        (Tensor expected, Tensor expectedCell) = reference.call(input, (hidden, theirs));

        TensorAssert.Close(expected, step.Latent);
        TensorAssert.SameBits(step.Latent, step.Memory[0]);
        TensorAssert.Close(expectedCell, step.Memory[1], "cell");
        TensorAssert.Close(
            Gradient.OfWeighted(cat([expected, expectedCell]), theirs),
            Gradient.OfWeighted(cat([step.Latent, step.Memory[1]]), mine), "gradient of the cell state");
        TensorAssert.Close(reference.weight_hh!.grad!, core.get_parameter("fromHidden.weight")!.grad!, "gradient of the weights");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gates_AreOrthogonal_AndOnlyTheForgetGateHasABias(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using RecurrentCore core = Cores[name]();
        foreach ((string parameter, Parameter values) in core.named_parameters())
        {
            Tensor[] gates = values.chunk(values.size(0) / Width);
            for (int gate = 0; gate < gates.Length; gate++)
            {
                bool forgets = name == nameof(LstmCore) && gate == 1;
                Tensor expected = values.dim() == 2 ? eye(Width) : full(Width, Constant.Of(forgets ? 1 : 0));
                TensorAssert.Close(
                    expected,
                    values.dim() == 2 ? gates[gate].mm(gates[gate].t()) : gates[gate],
                    $"{parameter}, gate {gate}"
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sequence_EqualsItsSteps_WithGradients(string name)
    {
        using RecurrentCore core = Cores[name]();
        core.to(ScalarType.Float64);
        Property.Holds(Sequences, sequence =>
        {
            (int seed, int steps, int batch, double share) = sequence;
            manual_seed(seed);
            Tensor input = randn(steps * batch, Inputs, ScalarType.Float64);
            Tensor starts = rand(steps, batch).lt(Constant.Of(share));
            Tensor[] remembered = [.. Remembered(core).Select(_ => randn(batch, Width, ScalarType.Float64))];

            Tensor[] atOnce = Judged(core, input, remembered, (rows, memory) => core.forward(rows, memory, starts));
            Tensor[] byHand = Judged(core, input, remembered, (rows, memory) => ByHand(core, rows, memory, starts));

            for (int i = 0; i < atOnce.Length; i++)
            {
                TensorAssert.Close(byHand[i], atOnce[i], $"tensor {i}", relative: 1e-10, floor: 1e-12);
            }
        }, iter: 60);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AtTheStartOfAnEpisode_TheMemoryIsReset(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using RecurrentCore core = Cores[name]();
        Tensor input = randn(2, Inputs);
        Tensor starts = tensor(new[] { true, false }).reshape(1, 2);
        Tensor[] known = [.. Remembered(core).Select(_ => Gradient.Leaf(randn(2, Width)))];
        Tensor[] broken = [.. known.Select(tensor => tensor.detach().masked_fill(starts.t(), Constant.Of(double.NaN)).requires_grad_())];

        Recurrence expected = core.forward(input, [.. known.Select(tensor => tensor.mul(starts.logical_not().t()))], null);
        Recurrence actual = core.forward(input, broken, starts);

        TensorAssert.SameBits(expected.Latent, actual.Latent);
        actual.Latent.sum().backward();
        foreach (Tensor tensor in broken)
        {
            TensorAssert.Zero(tensor.grad![0], "gradient over the start");
            TensorAssert.Finite(tensor.grad!);
            Assert.True(tensor.grad![1].abs().sum().item<float>() > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Memory_IsNotModified_AndResultsAreNewTensors(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using RecurrentCore core = Cores[name]();
        Tensor[] memory = [.. Remembered(core).Select(_ => randn(2, Width))];
        double[][] before = [.. memory.Select(Read.Numbers)];
        foreach (Tensor? starts in new[] { null, ones(1, 2, ScalarType.Bool), zeros(0, 2, ScalarType.Bool) })
        {
            Recurrence step = core.forward(randn(starts?.numel() ?? 2, Inputs), memory, starts);
            Assert.DoesNotContain(step.Memory, tensor => memory.Contains(tensor, ReferenceEqualityComparer.Instance));
            Assert.Equal([starts?.numel() ?? 2, Width], step.Latent.shape);
        }

        Assert.Equal(before, memory.Select(Read.Numbers));
    }

    [Fact]
    public void WrongShapes_AreRefused()
    {
        using GruCore core = new(Inputs, Width);
        using Tensor input = zeros(6, Inputs);
        using Tensor memory = zeros(2, Width);
        using Tensor starts = zeros(3, 2, ScalarType.Bool);
        using Tensor turned = zeros(2, 3, ScalarType.Bool);
        using Tensor numbers = zeros(3, 2);
        using Tensor flat = zeros(6, ScalarType.Bool);
        using Tensor wide = zeros(2, Width, ScalarType.Float64);
        using Tensor less = zeros(5, Inputs);
        using Tensor vector = zeros(6);

        Refused.ByShape("GruCore", "starts", "(3, 2) bool", "(3, 2) float32", () => core.forward(input, [memory], numbers));
        Refused.ByShape("GruCore", "starts", "(steps, batch) bool", "(6) bool", () => core.forward(input, [memory], flat));
        Refused.ByShape("GruCore", "memory", "(3, 3) float32", "(2, 3) float32", () => core.forward(input, [memory], turned));
        Refused.ByShape("GruCore", "memory", "(6, 3) float32", "(2, 3) float32", () => core.forward(input, [memory], null));
        Refused.ByShape("GruCore", "memory", "(2, 3) float32", "(2, 3) float64", () => core.forward(input, [wide], starts));
        Refused.ByShape("GruCore", "memory", "(2, 3) float32", "null", () => core.forward(input, [null!], starts));
        Refused.ByShape("GruCore", "input", "(6, …)", "(5, 4) float32", () => core.forward(less, [memory], starts));
        Refused.ByShape(
            "GruCore",
            "input",
            "(rows, inputs) of floating point",
            "(6) float32",
            () => core.forward(vector, [memory], starts)
        );
        Assert.Contains(
            "expected 1 tensors of memory, got 2",
            Refused.WithoutLeak<ArgumentException>(() => core.forward(input, [memory, memory], starts)).Message
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_LeavesOnlyItsResult(string name)
    {
        using RecurrentCore core = Cores[name]();
        using Tensor input = randn(6, Inputs);
        using Tensor starts = zeros(3, 2, ScalarType.Bool);
        using Tensor memory = zeros(2, Width);
        Tensor[] remembered = [.. Remembered(core).Select(_ => memory)];
        LiveTensors.AreUnchangedBy(() =>
        {
            Recurrence sequence = core.forward(input, remembered, starts);
            sequence.Latent.Dispose();
            Array.ForEach([.. sequence.Memory], tensor => tensor.Dispose());
        }, calls: 20);
    }

    [Fact]
    public void CustomCore_MayReturnItsMemory_WithoutOwningTheCallersTensors()
    {
        using DisposeScope scope = NewDisposeScope();
        using Own core = new((_, memory) => [memory[0]]);
        Tensor memory = ones(2, Width);

        Recurrence step = core.forward(zeros(2, Inputs), [memory], null);
        step.Memory[0].Dispose();
        step.Latent.Dispose();

        Assert.Equal([1, 1, 1, 1, 1, 1], Read.Numbers(memory));
    }

    [Fact]
    public void CustomCore_WithWrongMemory_IsNamed()
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor memory = ones(2, Width);
        using Tensor input = zeros(2, Inputs);
        using Own greedy = new((_, memory) => [memory[0], memory[0]]);
        using Own wide = new((read, _) => [read]);

        using Own nothing = new((_, _) => null!);
        using Own half = new((_, memory) => [memory[0].to(ScalarType.Float64)]);
        using Own none = new((_, _) => [null!]);
        using Own silent = new((_, memory) => [memory[0]]) { Reads = _ => null! };
        using Own narrow = new((_, memory) => [memory[0]]) { Reads = input => input.narrow(0, 0, 1) };

        Assert.Equal("Own.Step: expected 1 tensors of memory from RecurrentCoreTests.Own.Step, got 2.",
            Refused.WithoutLeak<InvalidOperationException>(() => greedy.forward(input, [memory], null)).Message);
        Assert.Equal("Own.Step: expected 1 tensors of memory from RecurrentCoreTests.Own.Step, got 0.",
            Refused.WithoutLeak<InvalidOperationException>(() => nothing.forward(input, [memory], null)).Message);
        Refused.ByShape("Own", "Step", "(2, 3) float32 from RecurrentCoreTests.Own", "(2, 4) float32", () =>
            wide.forward(input, [memory], null));
        Refused.ByShape("Own", "Step", "(2, 3) float32 from RecurrentCoreTests.Own", "(2, 3) float64", () =>
            half.forward(input, [memory], null));
        Refused.ByShape("Own", "Step", "(2, 3) float32 from RecurrentCoreTests.Own", "null", () => none.forward(input, [memory], null));
        Refused.ByShape("Own", "Step", "(2, …) from RecurrentCoreTests.Own.Read", "null", () => silent.forward(input, [memory], null));
        Refused.ByShape("Own", "Step", "(2, …) from RecurrentCoreTests.Own.Read", "(1, 4) float32", () =>
            narrow.forward(input, [memory], null));
    }

    /// <summary>A core whose Read returns the input.</summary>
    private sealed class Own(Func<Tensor, IReadOnlyList<Tensor>, Tensor[]> step) : RecurrentCore(nameof(Own), RecurrentCoreTests.Width)
    {
        public Func<Tensor, Tensor> Reads { get; init; } = input => input.alias();

        protected override Tensor Read(Tensor input) => Reads(input);

        protected override Tensor[] Step(Tensor read, IReadOnlyList<Tensor> memory) => step(read, memory);
    }

    private static Gen<(int Seed, int Steps, int Batch, double Share)> Sequences =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 6], Gen.Int[0, 4], Gen.OneOf(Gen.Const(0.0), Gen.Const(0.3), Gen.Const(1.0)));

    /// <summary>Returns one item for each memory tensor of a core.</summary>
    private static IEnumerable<int> Remembered(RecurrentCore core) => Enumerable.Range(0, core is LstmCore ? 2 : 1);

    private static Recurrence ByHand(RecurrentCore core, Tensor rows, Tensor[] memory, Tensor starts)
    {
        long batch = starts.size(1);
        List<Tensor> latents = [zeros(0, Width, rows.dtype)];
        for (long step = 0; step < starts.size(0); step++)
        {
            Tensor kept = starts[step].logical_not().to(rows.dtype).unsqueeze(1);
            Recurrence next = core.forward(rows.narrow(0, step * batch, batch), [.. memory.Select(tensor => tensor.mul(kept))], null);
            latents.Add(next.Latent);
            memory = [.. next.Memory];
        }

        return new Recurrence(cat(latents), memory);
    }

    /// <summary>Returns all results and all gradients: of parameters, the input and the memory.</summary>
    private static Tensor[] Judged(RecurrentCore core, Tensor input, Tensor[] memory, Func<Tensor, Tensor[], Recurrence> run)
    {
        Tensor[] leaves = [Gradient.Leaf(input), .. memory.Select(Gradient.Leaf)];
        core.zero_grad();
        Recurrence result = run(leaves[0], leaves[1..]);
        Tensor all = cat([result.Latent, .. result.Memory]);
        Tensor first = Gradient.OfWeighted(all, leaves[0]);
        return
        [
            all,
            first,
            .. leaves[1..].Select(leaf => leaf.grad ?? zeros_like(leaf)),
            .. core.parameters().Select(parameter => (parameter.grad ?? zeros_like(parameter)).clone()),
        ];
    }

    private static void TakeOver(nn.Module core, string name, Tensor values)
    {
        using IDisposable frozen = no_grad();
        core.get_parameter(name)!.copy_(values);
    }
}
