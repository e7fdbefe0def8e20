using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>
/// Random trees of dependent choices of every kind: the fused engine compared with the plain engine.
/// </summary>
public sealed class FusedChoicesTests
{
    private static readonly Gen<TreeOptions> RandomTrees = Gen.Select(
        Gen.Int[0, 5],
        Gen.Int[1, 5],
        Gen.Int[1, 19],
        Gen.Int,
        (rows, choices, width, seed) => new TreeOptions(rows, choices, width, seed)
    );

    /// <summary>A number of rows that are divided among several threads, and kept in tensors for the backward pass.</summary>
    private static readonly Gen<TreeOptions> LargeRandomTrees = Gen.Select(
        Gen.Int[1500, 4500],
        Gen.Int[1, 4],
        Gen.Int[1, 40],
        Gen.Int,
        (rows, choices, width, seed) => new TreeOptions(rows, choices, width, seed)
    );

    [Fact]
    public void ValuesAndGradients_EqualThoseOfThePlainEngine() => Property.Holds(RandomTrees, ValuesAndGradientsAgree, iter: 1000);

    [Fact]
    public void ValuesAndGradientsOfManyRows_HaveTheBitsOfFewRows() =>
        Property.Holds(
            LargeRandomTrees,
            options =>
            {
                const int Few = 7;
                int first = options.Rows / 3;
                RandomTree drawn = new(options);
                Choice[] few =
                [
                    .. drawn.Choices.Select(choice =>
                        choice with
                        {
                            Logits = Gradient.Leaf(Some(choice.Logits!)),
                            Mask = choice.Mask is null ? null : Some(choice.Mask),
                        }
                    ),
                ];
                using IChoices ofAll = Engines.Of(isFused: true, drawn.Choices);
                using IChoices ofFew = Engines.Of(isFused: true, few);
                Tensor[] actions = ofAll.Sample(drawn.Uniforms, Lane);
                Tensor weights = linspace(0.5, 2, options.Rows);

        Tensor[] expected = [ofFew.LogProb([.. actions.Select(Some)], _ => true), ofFew.Entropy(null, _ => true)];
        Tensor[] actual = [ofAll.LogProb(actions, _ => true), ofAll.Entropy(null, _ => true)];
        for (int i = 0; i < expected.Length; i++)
        {
            TensorAssert.SameBits(expected[i].detach(), Some(actual[i].detach()), $"value {i}");
        }

        expected[0].Plus(expected[1]).mul(Some(weights)).sum().backward();
        actual[0].Plus(actual[1]).mul(weights).sum().backward();
        for (int i = 0; i < few.Length; i++)
        {
            TensorAssert.SameBits(few[i].Logits!.grad!, Some(drawn.Leaves[i].grad!), $"gradient of logits {i}");
        }

        Tensor Some(Tensor ofRows) => ofRows.narrow(0, first, Few).contiguous();
    }, iter: 8);

    private static void ValuesAndGradientsAgree(TreeOptions options)
    {
        RandomTree drawn = new(options);
        using IChoices plain = Engines.Of(isFused: false, drawn.Choices);
        using IChoices fused = Engines.Of(isFused: true, drawn.Choices);
        Tensor[] actions = plain.Sample(drawn.Uniforms, Lane);

        Same(plain.LogProb(actions, _ => true), fused.LogProb(actions, _ => true), drawn, "log-probability");
        Same(plain.Entropy(null, _ => true), fused.Entropy(null, _ => true), drawn, "entropy");
        Same(plain.LogProb(actions, drawn.Counts), fused.LogProb(actions, drawn.Counts), drawn, "log-probability of some");
        Same(plain.Entropy(null, drawn.Counts), fused.Entropy(null, drawn.Counts), drawn, "entropy of some");
    }

    [Fact]
    public void SecondDerivatives_EqualThoseOfThePlainEngine() => Property.Holds(RandomTrees, options =>
    {
        RandomTree drawn = new(options);
        using IChoices plain = Engines.Of(isFused: false, drawn.Choices);
        using IChoices fused = Engines.Of(isFused: true, drawn.Choices);
        Tensor[] actions = plain.Sample(drawn.Uniforms, Lane);

        Tensor[] expected = Second(plain, actions, drawn);
        Tensor[] actual = Second(fused, actions, drawn);
        for (int i = 0; i < expected.Length; i++)
        {
            TensorAssert.Close(expected[i], actual[i], $"second derivative to logits {i}", floor: 1e-5);
        }
    }, iter: 100);

    [Fact]
    public void TheSameNumbers_DrawTheSame_AtAnyTemperature() => Property.Holds(RandomTrees, options =>
    {
        RandomTree drawn = new(options);
        using IChoices plain = Engines.Of(isFused: false, drawn.Choices);
        using IChoices fused = Engines.Of(isFused: true, drawn.Choices);

        Equal(plain.Sample(drawn.Uniforms, Lane), fused.Sample(drawn.Uniforms, Lane));
        RowUniforms tempered = new(new RandomStream(options.Seed).Next(0.25 + (3 * (options.Width / 19.0))), options.Rows);
        Equal(plain.Sample(tempered, Lane), fused.Sample(tempered, Lane));
        Equal(plain.Mode(), fused.Mode());
    }, iter: 500);

    [Fact]
    public void ActionsOfInactiveChoices_AreIgnored() => Property.Holds(RandomTrees, options =>
    {
        RandomTree drawn = new(options);
        using IChoices fused = Engines.Of(isFused: true, drawn.Choices);
        Tensor[] actions = fused.Sample(drawn.Uniforms, Lane);
        Tensor[] others = [.. actions.Select(ofChoice => where(ofChoice.lt(Constant.Of(0)), zeros_like(ofChoice), ofChoice))];

                double[] expected = Read.Numbers(fused.LogProb(actions, _ => true));
                double[] actual = Read.Numbers(fused.LogProb(others, _ => true));
                for (int row = 0; row < expected.Length; row++)
                {
                    // For a row without a legal choice, 0 instead of -1 is a masked choice. Elsewhere, the action is ignored.
                    Assert.True(
                        expected[row].Equals(actual[row]) || double.IsNegativeInfinity(actual[row]),
                        $"row {row}: expected {expected[row]}, got {actual[row]}"
                    );
                }
            }
        );

    private static int Lane(int choice) => 40 * choice;

    private static void Equal(Tensor[] expected, Tensor[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].shape, actual[i].shape);
            Assert.Equal(Read.Actions(expected[i]), Read.Actions(actual[i]));
        }
    }

    private static void Same(Tensor expected, Tensor actual, RandomTree drawn, string what)
    {
        // Sums over several choices, with terms of up to 20, may cancel to nearly 0.
        const double Floor = 1e-5;
        TensorAssert.Close(expected, actual, what, floor: Floor);
        double[][] gradients = drawn.Gradients(expected);
        foreach ((double[] plain, Tensor fused) in gradients.Zip(drawn.GradientTensors(actual)))
        {
            TensorAssert.Close(plain, fused, $"gradient of the {what}", floor: Floor);
        }
    }

    private static Tensor[] Second(IChoices choices, Tensor[] actions, RandomTree drawn)
    {
        Tensor sum = choices.LogProb(actions, _ => true).Plus(choices.Entropy(null, _ => true)).sum();
        foreach (Tensor leaf in drawn.Leaves)
        {
            // Every input is used, because an unused input terminates the process.
            sum = sum.Plus(leaf.nan_to_num(0, 0, 0).Squared().sum());
        }

        IList<Tensor> first = autograd.grad([sum], drawn.Leaves, retain_graph: true, create_graph: true);
        Tensor second = first.Select((gradient, i) => gradient.mul(drawn.Weights[i]).sum()).Aggregate((total, next) => total.Plus(next));
        return [.. autograd.grad([second], drawn.Leaves)];
    }

    private sealed record TreeOptions(int Rows, int Choices, int Width, int Seed);

    private sealed class RandomTree
    {
        private readonly Random _random;

        public RandomTree(TreeOptions options)
        {
            manual_seed(options.Seed);
            _random = new Random(options.Seed);
            Choices = new Choice[options.Choices];
            for (int i = 0; i < options.Choices; i++)
            {
                Choices[i] = Draw(options, i);
            }

            Leaves = [.. Choices.Select(choice => choice.Logits!)];
            Weights =
            [
                .. Choices.Select(choice => randn_like(choice.Logits!.detach()).where(Used(choice), zeros_like(choice.Logits!.detach()))),
            ];
            Uniforms = new RowUniforms(new RandomStream(options.Seed).Next(), options.Rows);
            bool[] counted = [.. Choices.Select(_ => _random.Next(2) == 0)];
            counted[_random.Next(counted.Length)] = true;
            Counts = choice => counted[choice];
        }

        public Choice[] Choices { get; }

        public Tensor[] Leaves { get; }

        public Tensor[] Weights { get; }

        public RowUniforms Uniforms { get; }

        public Func<int, bool> Counts { get; }

        public double[][] Gradients(Tensor result) => [.. GradientTensors(result).Select(gradient => Read.Numbers(gradient))];

        /// <summary>Returns the gradients of a weighted sum of the rows of a result.</summary>
        public Tensor[] GradientTensors(Tensor result)
        {
            Tensor rows = result.isfinite();
            Tensor weights = linspace(0.5, 2, result.numel());
            where(rows, result, zeros_like(result)).mul(weights).sum().backward(retain_graph: true);
            Tensor[] gradients = [.. Leaves.Select(leaf => leaf.grad is { } gradient ? gradient.clone() : zeros_like(leaf).detach())];
            foreach (Tensor leaf in Leaves)
            {
                leaf.grad = null;
            }

            return gradients;
        }

        private static Tensor Used(Choice choice) =>
            choice.Mask is null ? ones_like(choice.Logits!.detach(), ScalarType.Bool)
            : choice.Mask.dim() == 3 ? choice.Mask.any(1)
            : choice.Mask;

        private Choice Draw(TreeOptions options, int index)
        {
            int[] parents = [.. Enumerable.Range(0, index).Where(earlier => !Choices[earlier].IsFlags)];
            int? parent = parents.Length > 0 && _random.Next(4) > 0 ? parents[_random.Next(parents.Length)] : null;
            bool hasTable = parent is not null && _random.Next(2) == 0;
            Gate? gate = parent is not null && (!hasTable || _random.Next(2) == 0)
                ? new Gate(parent.Value, [.. Enumerable.Range(0, (int)Choices[parent.Value].Columns).Select(_ => _random.Next(3) > 0)])
                : null;
            int columns = 1 + _random.Next(options.Width);
            long[] shape = hasTable && _random.Next(4) > 0
                ? [options.Rows, Choices[parent!.Value].Columns, columns]
                : [options.Rows, columns];
            Tensor? mask = _random.Next(5) == 0 ? null : rand(shape).lt(rand([.. shape[..^1], 1]));
            Tensor logits = randn(options.Rows, columns).mul(Constant.Of(_random.Next(3) == 0 ? 10f : 1f));
            if (mask is not null)
            {
                Tensor used = mask.dim() == 3 ? mask.any(1) : mask;
                logits = where(used, logits, full_like(logits, Junk));
            }

            return new Choice(Gradient.Leaf(logits), mask)
            {
                Gate = gate,
                Tables = hasTable && parent is { } table ? [table] : [],
                IsFlags = _random.Next(5) == 0,
            };
        }

        private Scalar Junk =>
            Constant.Of(
                _random.Next(3) switch
                {
                    0 => float.NaN,
                    1 => float.PositiveInfinity,
                    _ => float.NegativeInfinity,
                }
            );
    }
}
