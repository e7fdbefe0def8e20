using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Kernels;

/// <summary>
/// Choices that depend on one another, fused, against the same by operations of the tensor library: random trees of every kind of choice.
/// </summary>
public sealed class FusedChoicesTests
{
    private static readonly Gen<Scene> Scenes = Gen.Select(
        Gen.Int[0, 5],
        Gen.Int[1, 5],
        Gen.Int[1, 19],
        Gen.Int,
        (rows, choices, width, seed) => new Scene(rows, choices, width, seed)
    );

    /// <summary>So many rows that several threads share them, and that tensors keep them for the way back.</summary>
    private static readonly Gen<Scene> LargeScenes = Gen.Select(
        Gen.Int[1500, 4500],
        Gen.Int[1, 4],
        Gen.Int[1, 40],
        Gen.Int,
        (rows, choices, width, seed) => new Scene(rows, choices, width, seed)
    );

    [Fact]
    public void ValuesAndGradients_AreThoseOfThePlainPath() => Property.Holds(Scenes, ValuesAndGradientsAgree, iter: 1000);

    [Fact]
    public void ValuesAndGradientsOfManyRows_AreTheBitsOfFewOfThem() =>
        Property.Holds(
            LargeScenes,
            scene =>
            {
                const int Few = 7;
                int first = scene.Rows / 3;
                Drawn drawn = new(scene);
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
                Tensor weights = linspace(0.5, 2, scene.Rows);

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

    private static void ValuesAndGradientsAgree(Scene scene)
    {
        Drawn drawn = new(scene);
        using IChoices plain = Engines.Of(isFused: false, drawn.Choices);
        using IChoices fused = Engines.Of(isFused: true, drawn.Choices);
        Tensor[] actions = plain.Sample(drawn.Uniforms, Lane);

        Same(plain.LogProb(actions, _ => true), fused.LogProb(actions, _ => true), drawn, "log-probability");
        Same(plain.Entropy(null, _ => true), fused.Entropy(null, _ => true), drawn, "entropy");
        Same(plain.LogProb(actions, drawn.Counts), fused.LogProb(actions, drawn.Counts), drawn, "log-probability of some");
        Same(plain.Entropy(null, drawn.Counts), fused.Entropy(null, drawn.Counts), drawn, "entropy of some");
    }

    [Fact]
    public void SecondDerivatives_AreThoseOfThePlainPath() => Property.Holds(Scenes, scene =>
    {
        Drawn drawn = new(scene);
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
    public void TheSameNumbers_DrawTheSame_AtAnyTemperature() => Property.Holds(Scenes, scene =>
    {
        Drawn drawn = new(scene);
        using IChoices plain = Engines.Of(isFused: false, drawn.Choices);
        using IChoices fused = Engines.Of(isFused: true, drawn.Choices);

        Equal(plain.Sample(drawn.Uniforms, Lane), fused.Sample(drawn.Uniforms, Lane));
        RowUniforms tempered = new(new RandomStream(scene.Seed).Next(0.25 + (3 * (scene.Width / 19.0))), scene.Rows);
        Equal(plain.Sample(tempered, Lane), fused.Sample(tempered, Lane));
        Equal(plain.Mode(), fused.Mode());
    }, iter: 500);

    [Fact]
    public void WhatActionsSayWhereAChoiceIsNotMade_ChangesNothing() => Property.Holds(Scenes, scene =>
    {
        Drawn drawn = new(scene);
        using IChoices fused = Engines.Of(isFused: true, drawn.Choices);
        Tensor[] actions = fused.Sample(drawn.Uniforms, Lane);
        Tensor[] others = [.. actions.Select(ofChoice => where(ofChoice.lt(Constant.Of(0)), zeros_like(ofChoice), ofChoice))];

                double[] expected = Read.Numbers(fused.LogProb(actions, _ => true));
                double[] actual = Read.Numbers(fused.LogProb(others, _ => true));
                for (int row = 0; row < expected.Length; row++)
                {
                    // 0 in place of "nothing to choose" is a masked choice; everywhere else it is not read.
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

    private static void Same(Tensor expected, Tensor actual, Drawn drawn, string what)
    {
        // Sums over several choices, of terms of up to 20, cancel to nearly nothing here and there.
        const double Floor = 1e-5;
        TensorAssert.Close(expected, actual, what, floor: Floor);
        double[][] gradients = drawn.Gradients(expected);
        foreach ((double[] plain, Tensor fused) in gradients.Zip(drawn.GradientTensors(actual)))
        {
            TensorAssert.Close(plain, fused, $"gradient of the {what}", floor: Floor);
        }
    }

    private static Tensor[] Second(IChoices choices, Tensor[] actions, Drawn drawn)
    {
        Tensor sum = choices.LogProb(actions, _ => true).Plus(choices.Entropy(null, _ => true)).sum();
        foreach (Tensor leaf in drawn.Leaves)
        {
            // So that none is without any use, which would end the process.
            sum = sum.Plus(leaf.nan_to_num(0, 0, 0).Squared().sum());
        }

        IList<Tensor> first = autograd.grad([sum], drawn.Leaves, retain_graph: true, create_graph: true);
        Tensor second = first.Select((gradient, i) => gradient.mul(drawn.Weights[i]).sum()).Aggregate((total, next) => total.Plus(next));
        return [.. autograd.grad([second], drawn.Leaves)];
    }

    private sealed record Scene(int Rows, int Choices, int Width, int Seed);

    private sealed class Drawn
    {
        private readonly Random _random;

        public Drawn(Scene scene)
        {
            manual_seed(scene.Seed);
            _random = new Random(scene.Seed);
            Choices = new Choice[scene.Choices];
            for (int i = 0; i < scene.Choices; i++)
            {
                Choices[i] = Draw(scene, i);
            }

            Leaves = [.. Choices.Select(choice => choice.Logits!)];
            Weights =
            [
                .. Choices.Select(choice => randn_like(choice.Logits!.detach()).where(Used(choice), zeros_like(choice.Logits!.detach()))),
            ];
            Uniforms = new RowUniforms(new RandomStream(scene.Seed).Next(), scene.Rows);
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

        /// <summary>The gradients of a result under different weights for its rows.</summary>
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

        private Choice Draw(Scene scene, int index)
        {
            int[] parents = [.. Enumerable.Range(0, index).Where(earlier => !Choices[earlier].IsFlags)];
            int? parent = parents.Length > 0 && _random.Next(4) > 0 ? parents[_random.Next(parents.Length)] : null;
            bool hasTable = parent is not null && _random.Next(2) == 0;
            Gate? gate = parent is not null && (!hasTable || _random.Next(2) == 0)
                ? new Gate(parent.Value, [.. Enumerable.Range(0, (int)Choices[parent.Value].Columns).Select(_ => _random.Next(3) > 0)])
                : null;
            int columns = 1 + _random.Next(scene.Width);
            long[] shape = hasTable && _random.Next(4) > 0 ? [scene.Rows, Choices[parent!.Value].Columns, columns] : [scene.Rows, columns];
            Tensor? mask = _random.Next(5) == 0 ? null : rand(shape).lt(rand([.. shape[..^1], 1]));
            Tensor logits = randn(scene.Rows, columns).mul(Constant.Of(_random.Next(3) == 0 ? 10f : 1f));
            if (mask is not null)
            {
                Tensor used = mask.dim() == 3 ? mask.any(1) : mask;
                logits = where(used, logits, full_like(logits, Junk));
            }

            return new Choice(Gradient.Leaf(logits), mask)
            {
                Gate = gate,
                Table = hasTable ? parent : null,
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
